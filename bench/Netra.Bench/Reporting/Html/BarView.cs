namespace Netra.Bench.Reporting.Html;

/// <summary>A bar, with its name and figure above it.</summary>
/// <param name="Name">The server, shortened where it is long.</param>
/// <param name="Figure">The figure as people read it.</param>
/// <param name="Ratio">In times of the first server's.</param>
/// <param name="Series">The class of its colour.</param>
/// <param name="TextY">The base line of the texts.</param>
/// <param name="Y">The top of the bar.</param>
/// <param name="Width">Its length.</param>
/// <param name="Spread">A path from the lowest of the rounds to the highest; null where they are one.</param>
public sealed record BarView(string Name, string Figure, string Ratio, string Series, string TextY, string Y, string Width, string? Spread)
{
    /// <summary>How thick bars are.</summary>
    public const int Thickness = 14;
}
