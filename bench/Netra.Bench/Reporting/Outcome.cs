namespace Netra.Bench.Reporting;

/// <summary>What one server did under one setting of one workload: medians of its rounds.</summary>
/// <param name="Workload">The name of the workload, which is that of its command.</param>
/// <param name="Setting">What of the workload was varied, in words that stay the same from run to run: runs are compared by it.</param>
/// <param name="Server">Who was measured, such as one of <see cref="ServerNames"/>. The first server of a setting is the one that the others are held against.</param>
/// <param name="IsDurable">Whether what was delivered was on durable storage by then.</param>
/// <param name="Rounds">How often it was measured.</param>
/// <param name="Metrics">Its figures, the most telling first; each name once.</param>
/// <param name="Latency">From when a message was due to when it was there, by rising percentiles; empty where nothing has a latency.</param>
internal sealed record Outcome(
    string Workload, string Setting, string Server, bool IsDurable, int Rounds, IReadOnlyList<Metric> Metrics, IReadOnlyList<Percentile> Latency)
{
    /// <summary>The metrics, and the percentiles as metrics such as <c>p99.9</c>.</summary>
    public IEnumerable<Metric> Figures() => Metrics.Concat(Latency.Select(percentile => percentile.ToMetric()));

    /// <summary>One of <see cref="Figures"/>; null when there is none of the name.</summary>
    public Metric? Find(string figure) => Figures().FirstOrDefault(one => one.Name == figure);

    /// <summary>What of it makes no sense, or null. Whatever reads outcomes may rely on what this checks.</summary>
    public string? Fault()
    {
        if (Workload.Length == 0 || Setting.Length == 0 || Server.Length == 0) return "it names no workload, setting or server";
        if (Rounds < 1) return "it has no round";
        if (Metrics.FirstOrDefault(metric => !metric.IsSound()) is { } metric) return $"the metric '{metric.Name}' has no finite value between its lowest and its highest";
        if (Figures().Select(figure => figure.Name).Distinct().Count() != Metrics.Count + Latency.Count) return "a figure comes twice";
        if (Latency.Any(percentile => !percentile.IsSound())) return "a percentile is not above 0, or above 100";
        return Latency.Zip(Latency.Skip(1)).Any(pair => pair.First.Percent >= pair.Second.Percent || pair.First.Milliseconds > pair.Second.Milliseconds)
            ? "its percentiles do not rise"
            : null;
    }
}
