using Netra.Protocol;

namespace Netra.Abstractions;

[RegisterConverter]
internal sealed class ConnectionIdConverter : IConverter<ConnectionId, ConnectionIdSurrogate>
{
    public ConnectionId ConvertFromSurrogate(in ConnectionIdSurrogate surrogate) => new(surrogate.Value);

    public ConnectionIdSurrogate ConvertToSurrogate(in ConnectionId value) => new() { Value = value.Value };
}
