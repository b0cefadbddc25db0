namespace Netra.Faults;

/// <summary>Where a connected tab is when everybody is quiet.</summary>
internal sealed record TabAtEnd : HistoryEvent
{
    public required string Tab { get; init; }

    public required string User { get; init; }

    public required int Connection { get; init; }

    public required string ConnectionId { get; init; }

    /// <summary>The last seq of its ordinary run.</summary>
    public required long LastSeq { get; init; }

    /// <summary>What it has acknowledged on this connection, by an acknowledgement or by the position that it passed; 0: nothing.</summary>
    public long AckedSeq { get; init; }

    public required long StateVersion { get; init; }

    /// <summary>The state as the tab made it from what it got.</summary>
    public required string State { get; init; }

    /// <summary>A tab that came at the end and read everything from the beginning.</summary>
    public bool IsReader { get; init; }
}
