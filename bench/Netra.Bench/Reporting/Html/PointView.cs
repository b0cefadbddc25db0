namespace Netra.Bench.Reporting.Html;

/// <summary>A point of a line.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
/// <param name="Hint">What it says.</param>
public sealed record PointView(string X, string Y, string Hint);
