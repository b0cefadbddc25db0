using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>How a <see cref="ClientId"/> crosses the cluster.</summary>
[GenerateSerializer, Alias("netra.client_id"), Immutable]
internal struct ClientIdSurrogate
{
    [Id(0)]
    public string Value;
}
