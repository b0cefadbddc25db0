namespace Netra.Bench.Reporting;

/// <summary>The servers of one setting of one workload, side by side.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Setting">The setting.</param>
/// <param name="Outcomes">At least one. The others are held against the first.</param>
internal sealed record OutcomeGroup(string Workload, string Setting, IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Who the others are held against.</summary>
    public Outcome First => Outcomes[0];

    /// <summary>Groups outcomes, in the order in which they came.</summary>
    public static IReadOnlyList<OutcomeGroup> Of(IEnumerable<Outcome> outcomes) =>
        [.. outcomes.GroupBy(one => (one.Workload, one.Setting)).Select(group => new OutcomeGroup(group.Key.Workload, group.Key.Setting, [.. group]))];

    /// <summary>The metrics that any of the servers has, each once, without <see cref="Zeros"/>. Their values are those of the first that has them.</summary>
    public IReadOnlyList<Metric> Metrics() => [.. AllMetrics().Where(metric => !IsZero(metric))];

    /// <summary>The names of figures that are 0 for whoever has them, in every round: a sentence says as much of them as columns would.</summary>
    public IReadOnlyList<string> Zeros() => [.. AllMetrics().Where(IsZero).Select(metric => metric.Name)];

    /// <summary>The percentiles that any of the servers has, rising.</summary>
    public IReadOnlyList<double> Percents() => [.. Outcomes.SelectMany(outcome => outcome.Latency).Select(percentile => percentile.Percent).Distinct().Order()];

    /// <summary>A figure in times of the first server's; null for the first itself, and where there is nothing to hold it against.</summary>
    public double? RatioOf(Outcome outcome, Metric figure) => ReferenceEquals(outcome, First) ? null : figure.RatioTo(First.Find(figure.Name));

    private IEnumerable<Metric> AllMetrics() => Outcomes.SelectMany(outcome => outcome.Metrics).DistinctBy(metric => metric.Name);

    private bool IsZero(Metric metric) =>
        Outcomes.SelectMany(outcome => outcome.Metrics).Where(one => one.Name == metric.Name).All(one => one is { Lowest: 0, Highest: 0 });
}
