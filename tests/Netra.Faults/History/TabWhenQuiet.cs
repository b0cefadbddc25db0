namespace Netra.Faults;

/// <summary>Where a tab is when everything is healed and nothing is on its way any more, before anything is asked of the cluster.</summary>
internal sealed record TabWhenQuiet : HistoryEvent
{
    public required string Tab { get; init; }

    public required string User { get; init; }

    /// <summary>The connection that is open; 0: none is.</summary>
    public required int Connection { get; init; }

    /// <summary>The place up to which it has had everything, in its turn or ahead of it.</summary>
    public required long CoveredSeq { get; init; }
}
