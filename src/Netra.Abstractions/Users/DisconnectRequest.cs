using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>Connections that the application ends with 4410.</summary>
/// <param name="Connection">The connection; null for all of the user's.</param>
/// <param name="Reason">The close reason as it goes on the wire: 123 bytes of UTF-8 at most (RFC 6455 section 5.5).</param>
[GenerateSerializer, Alias("netra.disconnect_request"), Immutable]
public sealed record DisconnectRequest([property: Id(0)] ConnectionId? Connection, [property: Id(1)] string Reason);
