namespace Netra.Host;

/// <summary>The cluster as it is now. Times are Unix milliseconds.</summary>
internal sealed record OverviewBody
{
    public required long At { get; init; }

    public required string Cluster { get; init; }

    /// <summary>Whether the dashboard of Orleans is beside this one.</summary>
    public required bool Orleans { get; init; }

    public required long IntervalMs { get; init; }

    public required long HistoryMs { get; init; }

    /// <summary>How many processes did not answer.</summary>
    public required int Unanswered { get; init; }

    /// <summary>Over all processes: levels, and counts since each began.</summary>
    public required Dictionary<string, long> Figures { get; init; }

    /// <summary>Why connections ended within the history, most often first.</summary>
    public required Dictionary<string, long> Ended { get; init; }

    /// <summary>Why connections were refused since each process began, most often first.</summary>
    public required Dictionary<string, long> Refused { get; init; }

    public required IReadOnlyList<ProcessBody> Processes { get; init; }
}
