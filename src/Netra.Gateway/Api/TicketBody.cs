namespace Netra.Gateway;

/// <summary>A new ticket.</summary>
/// <param name="Ticket">To be used once, in a token's place.</param>
/// <param name="ExpiresAt">Until when, Unix milliseconds.</param>
internal sealed record TicketBody(string Ticket, long ExpiresAt);
