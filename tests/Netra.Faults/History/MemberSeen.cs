namespace Netra.Faults;

/// <summary>The membership table shows a member for the first time, or with another status than before.</summary>
internal sealed record MemberSeen : HistoryEvent
{
    public required string Address { get; init; }

    public required int Generation { get; init; }

    /// <summary>The number that the table has for it.</summary>
    public required int Status { get; init; }
}
