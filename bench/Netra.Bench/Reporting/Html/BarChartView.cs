namespace Netra.Bench.Reporting.Html;

/// <summary>One figure of several servers as bars, in times of the first server's. Places are in units of the drawing.</summary>
/// <param name="Id">Its identifier in the page.</param>
/// <param name="Title">The figure.</param>
/// <param name="Hint">Which way is better.</param>
/// <param name="Description">All that it shows, in words.</param>
/// <param name="Height">Its height.</param>
/// <param name="OneAt">Where the mark of the first server's value is, from the left.</param>
/// <param name="Bars">The bars, from the top.</param>
public sealed record BarChartView(string Id, string Title, string Hint, string Description, string Height, string OneAt, IReadOnlyList<BarView> Bars)
{
    /// <summary>The width of every chart.</summary>
    public const int Width = 400;
}
