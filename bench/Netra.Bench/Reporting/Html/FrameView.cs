namespace Netra.Bench.Reporting.Html;

/// <summary>The rectangle between the scales of a chart, and the height of the chart around it.</summary>
public sealed record FrameView(string Left, string Right, string Top, string Bottom, string Height);
