namespace Netra.Bench.Reporting.Html;

/// <summary>A mark of a scale.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Label">What it says.</param>
public sealed record TickView(string At, string Label);
