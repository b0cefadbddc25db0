using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What a ticket stands for (protocol section 8).</summary>
/// <param name="User">The user.</param>
/// <param name="Plan">The plan; null for none.</param>
/// <param name="IssuedAtMs">When it was made, Unix milliseconds.</param>
/// <param name="ExpiresAtMs">Until when it can be used, Unix milliseconds.</param>
[GenerateSerializer, Alias("netra.ticket_grant"), Immutable]
public sealed record TicketGrant(
    [property: Id(0)] UserId User, [property: Id(1)] string? Plan, [property: Id(2)] long IssuedAtMs, [property: Id(3)] long ExpiresAtMs);
