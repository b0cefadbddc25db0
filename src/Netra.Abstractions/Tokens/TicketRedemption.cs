namespace Netra.Abstractions;

/// <summary>What came of using a ticket.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Grant">What it stood for, with <see cref="TicketStatus.Redeemed"/>.</param>
[GenerateSerializer, Alias("netra.ticket_redemption"), Immutable]
public sealed record TicketRedemption([property: Id(0)] TicketStatus Status, [property: Id(1)] TicketGrant? Grant = null);
