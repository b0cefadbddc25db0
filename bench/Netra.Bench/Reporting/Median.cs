namespace Netra.Bench.Reporting;

/// <summary>What several rounds of the same show together.</summary>
internal static class Median
{
    /// <summary>The figure in their middle, or between the two that are; of at least one.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
