namespace Netra.Bench;

/// <summary>Makes an outcome of rounds.</summary>
internal static class LoadMetrics
{
    /// <summary>Messages that the server did not accept.</summary>
    public static readonly MetricKind Refused = new("refused", "count");

    /// <summary>Messages that fell due and could not be sent in time, since the server did not answer.</summary>
    public static readonly MetricKind Unsent = new("unsent", "count");

    /// <summary>Makes it.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="setting">The name of the setting.</param>
    /// <param name="server">Who was measured.</param>
    /// <param name="shape">Its clients.</param>
    /// <param name="rounds">What each round showed.</param>
    /// <param name="withParts">Whether the processes of the server are told apart.</param>
    public static Outcome OutcomeOf(string workload, string setting, LoadServer server, LoadShape shape, IReadOnlyList<LoadRound> rounds, bool withParts)
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
        if (rounds.Any(round => round.Sent.Refused > 0)) metrics.Add(Of(Refused, round => round.Sent.Refused));
        if (rounds.Any(round => round.Sent.Unsent > 0)) metrics.Add(Of(Unsent, round => round.Sent.Unsent));
        if (hasCosts && withParts && server.Parts.Count > 1) metrics.AddRange([.. PartsOf(server).Select(part => Of(new MetricKind($"CPU of {part}", "s/100k"), round => round.CpuPer100KOf(part)))]);
        return new Outcome(workload, setting, server.Name, server.IsDurable, rounds.Count, metrics, LatencyOf(rounds));

        Metric Of(MetricKind kind, Func<LoadRound, double> figureOf) => kind.Of([.. rounds.Select(figureOf)]);
    }

    /// <summary>What the load itself took beside the server, to see that it is not the load that is measured.</summary>
    public static object LoadOf(string setting, LoadServer server, IReadOnlyList<LoadRound> rounds) => new
    {
        setting,
        server = server.Name,
        cpuPer100K = Median.Of(rounds.Select(round => round.LoadCpuPer100K)),
        allocatedEach = rounds.Max(round => round.LoadAllocatedEach),
    };

    private static IEnumerable<string> PartsOf(LoadServer server) => server.Parts.Select(part => part.Name).Distinct();

    /// <summary>Of each percentile the median of the rounds.</summary>
    private static IReadOnlyList<Percentile> LatencyOf(IReadOnlyList<LoadRound> rounds) => rounds.Any(round => round.LatencyCount == 0)
        ? []
        : [.. Latencies.Percents.Select(percent => new Percentile(percent, Median.Of(rounds.Select(round => round.LatencyAt(percent)))))];
}
