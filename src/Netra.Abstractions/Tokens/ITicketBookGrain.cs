using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>
/// Keeps some of the cluster's tickets, in memory: they live for seconds, and a client whose ticket was lost with a silo asks for another. A fixed number of
/// books, chosen by the ticket, so that made-up tickets activate nothing.
/// </summary>
[Alias("netra.ITicketBookGrain")]
public interface ITicketBookGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps a ticket. Answers what it stands for, with times of the book's clock, by which it is judged too; null when the book is full.</summary>
    /// <param name="ticketHash">The SHA-256 of the ticket's UTF-8 bytes.</param>
    /// <param name="user">Whom it lets in.</param>
    /// <param name="plan">The user's plan; null for none.</param>
    /// <param name="lifetime">For how long it can be used.</param>
    [Alias("make")]
    Task<TicketGrant?> KeepAsync(byte[] ticketHash, UserId user, string? plan, TimeSpan lifetime);

    /// <summary>What using a ticket now would come to. It is not used up.</summary>
    /// <param name="ticketHash">The SHA-256 of the ticket's UTF-8 bytes.</param>
    [Alias("look")]
    Task<TicketRedemption> LookAsync(byte[] ticketHash);

    /// <summary>Uses a ticket up: of all calls with it, on whichever gateways, one gets the grant.</summary>
    /// <param name="ticketHash">The SHA-256 of the ticket's UTF-8 bytes.</param>
    [Alias("redeem")]
    Task<TicketRedemption> RedeemAsync(byte[] ticketHash);
}
