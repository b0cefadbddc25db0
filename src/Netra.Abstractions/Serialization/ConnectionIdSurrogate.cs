using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>How a <see cref="ConnectionId"/> crosses the cluster.</summary>
[GenerateSerializer, Alias("netra.connection_id"), Immutable]
internal struct ConnectionIdSurrogate
{
    [Id(0)]
    public Guid Value;
}
