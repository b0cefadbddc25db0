using System.Diagnostics.Metrics;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>
/// Listens to the instruments whose figures the dashboard shows. What happens with every frame is added up in its own counter and asked for when somebody reads;
/// what comes here as it happens is one addition, without a lock.
/// </summary>
/// <remarks>Beside OpenTelemetry, not by it: its readers keep all tags of all two hundred instruments once more, and are there only where metrics are sent.</remarks>
internal sealed class ProcessMeter : IDisposable
{
    private readonly Lock _reading = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;
    private readonly long[] _counted = new long[Figures.All.Count];
    private readonly long[] _observed = new long[Figures.All.Count];
    private readonly LatencyCounts[] _latencies = [.. Figures.Latencies.Select(_ => new LatencyCounts())];
    private readonly Dictionary<string, long> _ended = [];
    private readonly Dictionary<string, long> _refused = [];

    public ProcessMeter(IMeterFactory meters)
    {
        _meters = meters;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReaderOf(instrument) is { } reader) listener.EnableMeasurementEvents(instrument, reader);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, reader) => Take((InstrumentReader)reader!, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, reader) => Take((InstrumentReader)reader!, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, _, reader) => ((InstrumentReader)reader!).Latency?.Record(value));
        _listener.Start();
    }

    public ProcessReading Read()
    {
        lock (_reading)
        {
            Array.Clear(_observed);
            _listener.RecordObservableInstruments();
            var values = new long[_counted.Length];
            for (var i = 0; i < values.Length; i++) values[i] = _observed[i] + Volatile.Read(ref _counted[i]) + OfProcess(Figures.All[i].Name);
            return new ProcessReading(values, [.. _latencies.Select(latency => latency.Read())], Copy(_ended), Copy(_refused));
        }
    }

    public void Dispose() => _listener.Dispose();

    private static long OfProcess(string figure) => figure switch
    {
        Figures.MemoryBytes => Environment.WorkingSet,
        Figures.CpuMs => OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? (long)Environment.CpuUsage.TotalTime.TotalMilliseconds : 0,
        _ => 0,
    };

    private static Dictionary<string, long> Copy(Dictionary<string, long> counts)
    {
        lock (counts) return new Dictionary<string, long>(counts);
    }

    private InstrumentReader? ReaderOf(Instrument instrument)
    {
        // Storage has a meter of its own; other hosts in this process have theirs.
        if (instrument.Meter.Name != NetraMeter.Name || (instrument.Meter.Scope is { } scope && scope != _meters)) return null;
        var figures = Figures.All.Select((figure, place) => (figure, place)).Where(item => item.figure.Instrument == instrument.Name).Select(item => (item.place, item.figure.Tag)).ToArray();
        var latency = Figures.Latencies.Select((one, place) => (one.Instrument, Counts: _latencies[place])).FirstOrDefault(one => one.Instrument == instrument.Name).Counts;
        var breakdown = instrument.Name switch
        {
            Figures.EndedInstrument => _ended,
            Figures.RefusedInstrument => _refused,
            _ => null,
        };
        return figures.Length == 0 && latency is null ? null : new InstrumentReader(figures, latency, breakdown, instrument.IsObservable);
    }

    private void Take(InstrumentReader reader, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (place, tag) in reader.Figures)
        {
            if (tag is not null && !Has(tags, tag)) continue;
            // Observed within a reading, under its lock.
            if (reader.IsObserved) _observed[place] += value;
            else Interlocked.Add(ref _counted[place], value);
        }

        if (reader.Breakdown is not { } breakdown || tags.Length == 0 || tags[0].Value is not string name) return;
        lock (breakdown) breakdown[name] = breakdown.GetValueOrDefault(name) + value;
    }

    private static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, string value)
    {
        foreach (var tag in tags)
        {
            if (tag.Value is string text && text == value) return true;
        }

        return false;
    }
}
