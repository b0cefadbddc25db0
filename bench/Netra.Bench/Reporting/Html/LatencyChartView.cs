namespace Netra.Bench.Reporting.Html;

/// <summary>Percentiles of latencies as lines, milliseconds on a logarithmic scale.</summary>
/// <param name="Id">Its identifier in the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Description">All that it shows, in words.</param>
/// <param name="Frame">The rectangle of the scales.</param>
/// <param name="Columns">The percentiles.</param>
/// <param name="Levels">The marks of the scale.</param>
/// <param name="Lines">A line for each server.</param>
public sealed record LatencyChartView(
    string Id, string Title, string Description, FrameView Frame, IReadOnlyList<TickView> Columns, IReadOnlyList<TickView> Levels, IReadOnlyList<LineView> Lines);
