namespace Netra.Bench;

/// <summary>Makes an outcome of rounds.</summary>
internal static class LoadMetrics
{
    /// <summary>Messages that the server did not accept.</summary>
    public static readonly MetricKind Refused = new("refused", "count");

    /// <summary>Messages that fell due and could not be sent in time, since the server did not answer.</summary>
    public static readonly MetricKind Unsent = new("unsent", "count");

    /// <summary>What the load itself takes beside the server.</summary>
    public static readonly MetricKind LoadCpu = new("load's CPU", "s/100k");

    /// <summary>What the load's threads allocate, which must be about nothing.</summary>
    public static readonly MetricKind LoadAllocated = new("load's allocated per message", "bytes");

    private static readonly double[] Percents = [50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 100];

    public static Outcome OutcomeOf(string workload, string setting, LoadServer server, LoadShape shape, IReadOnlyList<LoadRound> rounds)
    {
        // What a message costs is unknown where none came.
        var hasCosts = rounds.All(round => round.Delivered.Received > 0);
        List<Metric> metrics = [Of(MetricKind.Rate, round => round.Rate)];
        if (hasCosts) metrics.AddRange([Of(MetricKind.Cpu, round => round.CpuPer100K), Of(MetricKind.Allocated, round => round.AllocatedEach)]);
        metrics.Add(Of(MetricKind.Resident, round => round.Server.ResidentBytes));
        if (hasCosts && server.IsDurable) metrics.Add(Of(MetricKind.Flushes, round => round.FlushesPer100K));
        metrics.Add(Of(MetricKind.Lost, round => round.LostOf(shape.PerUser)));
        metrics.Add(Of(MetricKind.Repeated, round => round.Delivered.Faults.Repeated));
        metrics.Add(Of(MetricKind.Reordered, round => round.Delivered.Faults.Reordered));
        metrics.Add(Of(Refused, round => round.Sent.Refused));
        metrics.Add(Of(Unsent, round => round.Sent.Unsent));
        if (hasCosts) metrics.AddRange([.. PartsOf(server).Select(part => Of(new MetricKind($"CPU of {part}", "s/100k"), round => round.CpuPer100KOf(part)))]);
        if (hasCosts) metrics.AddRange([Of(LoadCpu, round => round.LoadCpuPer100K), Of(LoadAllocated, round => round.LoadAllocatedEach)]);
        return new Outcome(workload, setting, server.Name, server.IsDurable, rounds.Count, metrics, LatencyOf(rounds));

        Metric Of(MetricKind kind, Func<LoadRound, double> figureOf) => kind.Of([.. rounds.Select(figureOf)]);
    }

    /// <summary>The names of its processes; none where it has but one.</summary>
    private static IEnumerable<string> PartsOf(LoadServer server) => server.Parts.Count > 1 ? server.Parts.Select(part => part.Name).Distinct() : [];

    /// <summary>Of each percentile the median of the rounds.</summary>
    private static IReadOnlyList<Percentile> LatencyOf(IReadOnlyList<LoadRound> rounds) => rounds.Any(round => round.LatencyCount == 0)
        ? []
        : [.. Percents.Select(percent => new Percentile(percent, MedianOf(rounds.Select(round => round.LatencyAt(percent)))))];

    private static double MedianOf(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
