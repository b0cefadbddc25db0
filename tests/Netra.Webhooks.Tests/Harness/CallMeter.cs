using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Netra.Webhooks.Tests;

/// <summary>Keeps what one container's meter named Netra measures.</summary>
internal sealed class CallMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _measurements = new();

    public CallMeter(IMeterFactory meters)
    {
        var meter = meters.Create("Netra");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, $"{value}", tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, $"{value}", tags));
        _listener.Start();
    }

    public IReadOnlyCollection<string> Measurements => _measurements;

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        _measurements.Enqueue($"{instrument.Name} {value} {instrument.Unit} {text}");
    }
}
