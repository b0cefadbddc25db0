namespace Netra.Faults;

/// <summary>What a part of many does not exceed.</summary>
internal static class Percentile
{
    /// <param name="sorted">All of them, the smallest first; of none it is 0.</param>
    /// <param name="part">The part, from 0 to 1.</param>
    public static long Of(IReadOnlyList<long> sorted, double part) => sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, part * sorted.Count)];
}
