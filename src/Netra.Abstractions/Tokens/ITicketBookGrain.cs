namespace Netra.Abstractions;

/// <summary>
/// Keeps some of the cluster's tickets, in memory: they live for seconds, and a client whose ticket was lost with a silo asks for another. A fixed number of
/// books, chosen by the ticket, so that made-up tickets activate nothing.
/// </summary>
[Alias("netra.ITicketBookGrain")]
public interface ITicketBookGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps a ticket. False when the book is full.</summary>
    /// <param name="ticketHash">The SHA-256 of the ticket's UTF-8 bytes.</param>
    /// <param name="grant">What it stands for.</param>
    [Alias("keep")]
    Task<bool> KeepAsync(byte[] ticketHash, TicketGrant grant);

    /// <summary>Uses a ticket up: of all calls with it, on whichever gateways, one gets the grant.</summary>
    /// <param name="ticketHash">The SHA-256 of the ticket's UTF-8 bytes.</param>
    [Alias("redeem")]
    Task<TicketRedemption> RedeemAsync(byte[] ticketHash);
}
