namespace Netra.Host;

/// <summary>How many durations there were in each bucket. Every processor counts in cells of its own: it is recorded for each push. Thread-safe.</summary>
internal sealed class LatencyCounts
{
    private const int MaxCells = 16;

    private readonly long[][] _cells = [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, MaxCells)).Select(_ => new long[LatencyScale.Buckets])];

    public void Record(double seconds) =>
        Interlocked.Increment(ref _cells[Thread.GetCurrentProcessorId() % _cells.Length][LatencyScale.IndexOf(seconds)]);

    /// <summary>All of them since the beginning.</summary>
    public long[] Read()
    {
        var sums = new long[LatencyScale.Buckets];
        foreach (var cell in _cells)
        {
            for (var i = 0; i < sums.Length; i++) sums[i] += Volatile.Read(ref cell[i]);
        }

        return sums;
    }
}
