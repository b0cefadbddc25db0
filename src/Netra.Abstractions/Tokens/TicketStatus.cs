namespace Netra.Abstractions;

/// <summary>How the use of a ticket ended.</summary>
public enum TicketStatus
{
    /// <summary>It was there and is used up now.</summary>
    Redeemed,

    /// <summary>It was never made, was used before, or is forgotten.</summary>
    Unknown,

    /// <summary>It was never used, and its time is over.</summary>
    Expired,
}
