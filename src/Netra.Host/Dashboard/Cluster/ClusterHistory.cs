using Netra.Abstractions;

namespace Netra.Host;

/// <summary>Lays the samples of all processes over each other.</summary>
internal static class ClusterHistory
{
    private static readonly double[] Shares = [0.5, 0.95, 0.99];

    /// <summary>The history of the cluster, behind a time. It ends where the last sample of a process that answers is missing.</summary>
    public static HistoryBody Merge(IReadOnlyList<ProcessView> processes, long intervalMs, long sinceMs)
    {
        var end = processes.Where(process => process.HasAnswered && process.Samples.Count > 0).Select(process => process.Samples[^1].AtMs).DefaultIfEmpty(0).Min();
        var points = processes
            .Where(process => process.Report is not null)
            .SelectMany(process => process.Samples.Where(sample => sample.AtMs > sinceMs && sample.AtMs <= end).Select(sample => (process.Report!, sample)))
            .GroupBy(item => item.sample.AtMs)
            .OrderBy(point => point.Key)
            .ToList();
        var figures = Figures.All.ToDictionary(figure => figure.Name, _ => new long[points.Count]);
        var latencies = Figures.Latencies.ToDictionary(latency => latency.Name, _ => new LatencyHistoryBody(points.Count));
        for (var i = 0; i < points.Count; i++)
        {
            var buckets = Figures.Latencies.ToDictionary(latency => latency.Name, _ => new long[LatencyScale.Buckets]);
            foreach (var (report, sample) in points[i]) Add(report, sample, i, figures, buckets);
            foreach (var (name, counts) in buckets) latencies[name].Set(i, counts.Sum(), [.. Shares.Select(share => MillisecondsOf(LatencyScale.Percentile(counts, share)))]);
        }

        return new HistoryBody { IntervalMs = intervalMs, At = [.. points.Select(point => point.Key)], Figures = figures, Latencies = latencies };
    }

    /// <summary>The sum of what processes tell by name.</summary>
    public static Dictionary<string, long> Sum(IEnumerable<NamedCount> counts) =>
        counts.GroupBy(count => count.Name).OrderByDescending(group => group.Sum(count => count.Count)).ToDictionary(group => group.Key, group => group.Sum(count => count.Count));

    private static void Add(ProcessReport report, ProcessSample sample, int place, Dictionary<string, long[]> figures, Dictionary<string, long[]> buckets)
    {
        // By name: a process of another version may tell others.
        for (var i = 0; i < Math.Min(report.Figures.Length, sample.Values.Length); i++)
        {
            if (figures.TryGetValue(report.Figures[i], out var values)) values[place] += sample.Values[i];
        }

        for (var i = 0; i < Math.Min(report.Latencies.Length, sample.Latencies.Length); i++)
        {
            if (!buckets.TryGetValue(report.Latencies[i], out var counts)) continue;
            for (var j = 0; j < Math.Min(counts.Length, sample.Latencies[i].Length); j++) counts[j] += sample.Latencies[i][j];
        }
    }

    private static double? MillisecondsOf(double? seconds) => seconds is { } known ? Math.Round(known * 1_000, 3) : null;
}
