namespace Netra.Host;

/// <summary>The history of the cluster, column by column: what stands at one place of each belongs together.</summary>
internal sealed record HistoryBody
{
    public required long IntervalMs { get; init; }

    /// <summary>The ends of the intervals, Unix milliseconds.</summary>
    public required long[] At { get; init; }

    /// <summary>Levels at the ends, and what was counted within the intervals.</summary>
    public required Dictionary<string, long[]> Figures { get; init; }

    public required Dictionary<string, LatencyHistoryBody> Latencies { get; init; }
}
