namespace Netra.Host;

/// <summary>How long something took, interval by interval: percentiles in milliseconds, null where it did not happen.</summary>
internal sealed class LatencyHistoryBody(int length)
{
    public long[] Count { get; } = new long[length];

    public double?[] P50 { get; } = new double?[length];

    public double?[] P95 { get; } = new double?[length];

    public double?[] P99 { get; } = new double?[length];

    public void Set(int place, long count, double?[] percentiles)
    {
        Count[place] = count;
        (P50[place], P95[place], P99[place]) = (percentiles[0], percentiles[1], percentiles[2]);
    }
}
