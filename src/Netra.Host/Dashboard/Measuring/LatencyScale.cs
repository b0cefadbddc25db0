namespace Netra.Host;

/// <summary>The buckets in which durations are counted: four for each doubling, from 50 µs to a minute and a half.</summary>
internal static class LatencyScale
{
    public const int Buckets = 84;

    private const double FirstBound = 50e-6;
    private const int PerDoubling = 4;

    public static int IndexOf(double seconds) => seconds <= FirstBound
        ? 0
        : Math.Min(Buckets - 1, (int)Math.Ceiling(PerDoubling * Math.Log2(seconds / FirstBound)));

    /// <summary>A percentile in seconds, between the bounds of the bucket that it lies in; null of nothing.</summary>
    public static double? Percentile(ReadOnlySpan<long> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts) total += count;
        if (total == 0) return null;
        var (rank, below) = (share * total, 0L);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            if (below + counts[i] >= rank)
            {
                var lower = i == 0 ? 0 : BoundOf(i - 1);
                return lower + ((BoundOf(i) - lower) * Math.Clamp((rank - below) / counts[i], 0, 1));
            }

            below += counts[i];
        }

        return BoundOf(counts.Length - 1);
    }

    private static double BoundOf(int bucket) => FirstBound * Math.Pow(2, (double)bucket / PerDoubling);
}
