using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Books are grains of this cluster.</summary>
internal sealed class GrainTicketBooks(IGrainFactory grains) : ITicketBooks
{
    public ITicketBookGrain Find(ReadOnlySpan<byte> ticketHash) => grains.GetGrain<ITicketBookGrain>(TicketBookGrainIds.Of(ticketHash));
}
