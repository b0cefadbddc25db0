namespace Netra.Grains;

/// <summary>Bounds of the books in which a cluster keeps its tickets.</summary>
public sealed class TicketBookOptions
{
    /// <summary>How many tickets one of the 64 books holds, expired ones that are remembered among them; beyond it no more are made.</summary>
    public int MaxTicketsPerBook { get; set; } = 10_000;

    /// <summary>For how long a ticket that nobody used in time is told from one that never was: <c>token_expired</c> instead of <c>token_invalid</c>.</summary>
    public TimeSpan ExpiredRetention { get; set; } = TimeSpan.FromMinutes(5);
}
