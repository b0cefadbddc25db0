namespace Netra.Abstractions;

/// <summary>The ids of the ticket books.</summary>
public static class TicketBookGrainIds
{
    /// <summary>The grain type.</summary>
    public const string TypeName = "ticket_book";

    /// <summary>How many books a cluster has.</summary>
    public const int Books = 64;

    private static readonly GrainType Type = GrainType.Create(TypeName);

    /// <summary>The book that a ticket is in. As with users, gateways find it by its id.</summary>
    /// <param name="ticketHash">The SHA-256 of the ticket.</param>
    public static GrainId Of(ReadOnlySpan<byte> ticketHash) => GrainId.Create(Type, GrainIdKeyExtensions.CreateIntegerKey(ticketHash[0] % Books));
}
