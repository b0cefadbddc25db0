namespace Netra.Bench.Reporting.Html;

/// <summary>A cell of a table.</summary>
/// <param name="Text">The figure as people read it.</param>
/// <param name="Value">The whole figure for programs; null where the text is no figure.</param>
/// <param name="Ratio">In times of the first row's; null where there is nothing to say.</param>
/// <param name="Spread">From the lowest of the rounds to the highest; null where they are one.</param>
public sealed record CellView(string Text, string? Value = null, string? Ratio = null, string? Spread = null);
