namespace Netra.Bench.Reporting.Html;

/// <summary>One setting of one workload.</summary>
/// <param name="Id">Its identifier in the page.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Setting">The setting.</param>
/// <param name="Bars">Charts of figures, of which the first two come before the latencies; none where there is nothing to hold side by side.</param>
/// <param name="Latency">The chart of latencies; null where there are none.</param>
/// <param name="Tables">The same figures, and those that no chart has.</param>
public sealed record SectionView(
    string Id, string Workload, string Setting, IReadOnlyList<BarChartView> Bars, LatencyChartView? Latency, IReadOnlyList<TableView> Tables);
