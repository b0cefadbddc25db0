namespace Netra.Bench;

/// <summary>What one stretch of appending showed.</summary>
/// <param name="PerSecond">Commits that became durable, a second.</param>
/// <param name="P50">Milliseconds from a commit's call to its answer.</param>
/// <param name="P99">The same.</param>
/// <param name="OwnCpu">Processor time of this process for each commit, in microseconds.</param>
/// <param name="ServerCpu">That of the database server.</param>
/// <param name="GroupSize">Commits of a group, on average.</param>
internal sealed record LogFigures(double PerSecond, double P50, double P99, double OwnCpu, double ServerCpu, double GroupSize)
{
    private static readonly MetricKind PerSecondKind = new("commits", "1/s", IsBetterHigher: true);
    private static readonly MetricKind OwnCpuKind = new("CPU of the process", "µs");
    private static readonly MetricKind ServerCpuKind = new("CPU of the database", "µs");

    /// <summary>The outcome of some stretches; the latency is that of the one whose rate is the median.</summary>
    public static Outcome ToOutcome(string setting, string store, IReadOnlyList<LogFigures> stretches)
    {
        var median = stretches.OrderBy(one => one.PerSecond).ElementAt(stretches.Count / 2);
        return new Outcome(
            "log",
            setting,
            store,
            IsDurable: store != "memory",
            stretches.Count,
            MetricsOf([.. stretches.Select(one => (one.PerSecond, one.OwnCpu, one.ServerCpu))]),
            [new Percentile(50, median.P50), new Percentile(99, median.P99)]);
    }

    /// <summary>The outcome of plain inserts, where a row counts as a commit.</summary>
    public static Outcome ToOutcome(string setting, IReadOnlyList<PlainFigures> stretches) => new(
        "log", setting, "plain inserts", IsDurable: true, stretches.Count, MetricsOf([.. stretches.Select(one => (one.PerSecond, one.OwnCpu, one.ServerCpu))]), Latency: []);

    private static IReadOnlyList<Metric> MetricsOf(IReadOnlyList<(double PerSecond, double OwnCpu, double ServerCpu)> rounds) =>
    [
        PerSecondKind.Of([.. rounds.Select(one => one.PerSecond)]),
        OwnCpuKind.Of([.. rounds.Select(one => one.OwnCpu)]),
        ServerCpuKind.Of([.. rounds.Select(one => one.ServerCpu)]),
    ];
}
