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
    string Workload, string Setting, string Server, bool IsDurable, int Rounds, IReadOnlyList<Metric> Metrics, IReadOnlyList<Percentile> Latency);
