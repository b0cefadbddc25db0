using System.Diagnostics.Metrics;

namespace Netra.Abstractions;

/// <summary>What the instruments of all parts have in common. The names are documented in docs/metrics.md, and a test holds that page against the code.</summary>
internal static class NetraMeter
{
    /// <summary>The name of the one meter.</summary>
    public const string Name = "Netra";

    /// <summary>Boundaries of durations, in seconds: from what a write in memory takes to what ends a connection.</summary>
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private static readonly InstrumentAdvice<int> Sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
    };

    public static Histogram<double> CreateDuration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, Durations);

    /// <summary>Of how many there were in something.</summary>
    public static Histogram<int> CreateSize(this Meter meter, string name, string unit, string description) =>
        meter.CreateHistogram(name, unit, description, tags: null, Sizes);

    /// <summary>A counter for what happens with every frame: it is added up when somebody looks.</summary>
    public static StripedCounter CreateStriped(this Meter meter, string name, string unit, string description)
    {
        var counter = new StripedCounter();
        meter.CreateObservableCounter(name, () => counter.Sum, unit, description);
        return counter;
    }

    /// <summary>As <see cref="CreateStriped"/>, for what goes down too.</summary>
    public static StripedCounter CreateStripedLevel(this Meter meter, string name, string unit, string description)
    {
        var counter = new StripedCounter();
        meter.CreateObservableUpDownCounter(name, () => counter.Sum, unit, description);
        return counter;
    }
}
