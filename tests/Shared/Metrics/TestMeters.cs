using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Netra.Testing;

/// <summary>Meters of one test's own, and what was counted with them.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentBag<Meter> _meters = [];
    private readonly ConcurrentBag<(string Instrument, double Value, string[] Tags)> _measurements = [];

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What an instrument has counted, over all that has these values of tags.</summary>
    public long SumOf(string instrument, params string[] tags) => (long)Of(instrument, tags).Sum(measurement => measurement.Value);

    /// <summary>How often it has measured.</summary>
    public int CountOf(string instrument, params string[] tags) => Of(instrument, tags).Count();

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters) meter.Dispose();
    }

    private IEnumerable<(string Instrument, double Value, string[] Tags)> Of(string instrument, string[] tags) =>
        _measurements.Where(measurement => measurement.Instrument == instrument && tags.All(measurement.Tags.Contains));

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++) values[i] = $"{tags[i].Value}";
        _measurements.Add((instrument.Name, value, values));
    }
}
