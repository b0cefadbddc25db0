using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What a user grain asks a gateway to do with its connections of the user.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Connection">The connection meant; null for all of the user's.</param>
/// <param name="CloseCode">The close code, for <see cref="ConnectionCommandKind.Close"/>.</param>
/// <param name="Reason">The close reason: 123 bytes of UTF-8 at most (RFC 6455 section 5.5).</param>
[GenerateSerializer, Alias("netra.connection_command"), Immutable]
public sealed record ConnectionCommand(
    [property: Id(0)] ConnectionCommandKind Kind,
    [property: Id(1)] ConnectionId? Connection,
    [property: Id(2)] CloseCode CloseCode,
    [property: Id(3)] string Reason);
