using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>Some of the cluster's tickets. A ticket is used up in one turn of this grain: of all who have it, one gets the grant.</summary>
/// <remarks>Failure policy: what is in memory is lost with the silo. Its tickets are unknown then, and clients ask for others.</remarks>
[GrainType(TicketBookGrainIds.TypeName)]
internal sealed class TicketBookGrain(IOptions<TicketBookOptions> options, TimeProvider time) : Grain, ITicketBookGrain
{
    private readonly TicketBook _book = new(options.Value.MaxTicketsPerBook, options.Value.ExpiredRetention, time);

    public Task<TicketGrant?> KeepAsync(byte[] ticketHash, UserId user, string? plan, TimeSpan lifetime)
    {
        var kept = _book.Keep(TicketHash.Of(ticketHash), user, plan, lifetime);
        // What it holds would go with the activation.
        DelayDeactivation(_book.Remaining);
        return Task.FromResult(kept);
    }

    public Task<TicketRedemption> LookAsync(byte[] ticketHash) => Task.FromResult(_book.Look(TicketHash.Of(ticketHash)));

    public Task<TicketRedemption> RedeemAsync(byte[] ticketHash) => Task.FromResult(_book.Redeem(TicketHash.Of(ticketHash)));
}
