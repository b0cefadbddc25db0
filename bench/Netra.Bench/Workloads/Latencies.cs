using System.Diagnostics;
using HdrHistogram;

namespace Netra.Bench;

/// <summary>Latencies of one kind, from when each was due, so that a delay also counts for those that had to wait behind it. Not thread-safe.</summary>
internal sealed class Latencies
{
    private const long HighestMicroseconds = 60_000_000;
    private const int Digits = 3;

    /// <summary>The points of a distribution that a chart needs.</summary>
    public static readonly double[] Percents = [50, 90, 99, 99.9, 100];

    private readonly LongHistogram _histogram = new(1, HighestMicroseconds, Digits);

    public long Count => _histogram.TotalCount;

    public double P50 => At(50);

    public double P99 => At(99);

    public double P999 => At(99.9);

    /// <summary>The <see cref="Percents"/> of the distribution; none while nothing was added.</summary>
    public IReadOnlyList<Percentile> Percentiles => Count == 0 ? [] : [.. Percents.Select(percent => new Percentile(percent, At(percent)))];

    /// <summary>Adds one in ticks of <see cref="Stopwatch"/>.</summary>
    public void AddTicks(long ticks) => Add(Stopwatch.GetElapsedTime(0, ticks));

    public void Add(Latencies others) => _histogram.Add(others._histogram);

    public void Add(TimeSpan latency) => _histogram.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, HighestMicroseconds));

    public object ToJson() => new { Count, p50Ms = P50, p99Ms = P99, p999Ms = P999 };

    /// <summary>The latency that so many percent stay below, in milliseconds; 0 while nothing was added.</summary>
    public double At(double percentile) => Count == 0 ? 0 : _histogram.GetValueAtPercentile(percentile) / 1_000.0;
}
