namespace Netra.Client.Publishing;

internal sealed record TicketBody(string UserId, string? Plan);
