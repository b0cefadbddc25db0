using Netra.Protocol;

namespace Netra.Abstractions;

[RegisterConverter]
internal sealed class ClientIdConverter : IConverter<ClientId, ClientIdSurrogate>
{
    public ClientId ConvertFromSurrogate(in ClientIdSurrogate surrogate) => surrogate.Value.Length == 0 ? default : ClientId.Parse(surrogate.Value);

    public ClientIdSurrogate ConvertToSurrogate(in ClientId value) => new() { Value = value.Value };
}
