using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Finds the book that a ticket is in. The seam between tickets and the cluster.</summary>
internal interface ITicketBooks
{
    ITicketBookGrain Find(ReadOnlySpan<byte> ticketHash);
}
