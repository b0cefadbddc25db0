using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace Netra.Host;

/// <summary>
/// Logs what goes wrong with telling: a collector that does not answer, a scrape that fails. OpenTelemetry tells that to nobody but listeners of its event
/// sources. The same fault is logged once in a while. Event ids 5700 to 5799.
/// </summary>
internal sealed partial class TelemetryFaults(TimeProvider time, ILogger<TelemetryFaults> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Source, int Event), long> _told = new();
    private Listener? _listener;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new Listener(Note);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener?.Dispose();

    private void Note(EventWrittenEventArgs fault)
    {
        var (key, now) = ((fault.EventSource.Name, fault.EventId), time.GetTimestamp());
        if (_told.TryGetValue(key, out var told) && time.GetElapsedTime(told, now) < Silence) return;
        _told[key] = now;
        Failed(logger, fault.EventSource.Name, TextOf(fault));
    }

    private static string TextOf(EventWrittenEventArgs fault)
    {
        object?[] values = fault.Payload is null ? [] : [.. fault.Payload];
        return fault.Message is { } message ? string.Format(CultureInfo.InvariantCulture, message, values) : fault.EventName ?? "";
    }

    [LoggerMessage(5700, LogLevel.Warning, "Telemetry does not come through ({Source}): {Why}")]
    private static partial void Failed(ILogger logger, string source, string why);

    private sealed class Listener(Action<EventWrittenEventArgs> note) : EventListener
    {
        private const string Exporters = "OpenTelemetry-Exporter";

        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name.StartsWith(Exporters, StringComparison.Ordinal)) EnableEvents(source, EventLevel.Warning);
        }

        /// <summary>The runtime writes its counters to every listener.</summary>
        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource.Name.StartsWith(Exporters, StringComparison.Ordinal)) note(eventData);
        }
    }
}
