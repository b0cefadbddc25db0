using System.Diagnostics.Metrics;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>
/// What handlers and work measure: per run and per record. Patterns of types are the application's own, and few; the types of messages, which clients choose, and
/// users are no tags.
/// </summary>
internal sealed class HandlerInstruments
{
    private const string PatternTag = "netra.handler.pattern";
    private const string OutcomeTag = "netra.handler.outcome";
    private const string KindTag = "netra.work.kind";

    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;

    public HandlerInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(NetraMeter.Name);
        _runs = meter.CreateCounter<long>("netra.handler.runs", "{run}", "Runs of handlers, each try one, by how it ended.");
        _duration = meter.CreateDuration("netra.handler.duration", "How long the code of handlers ran, without what came before and behind it.");
        meter.CreateObservableUpDownCounter(
            "netra.work.pending",
            () => new[] { Pending("job", Jobs), Pending("message", Messages), Pending("unreadable", Unreadable) },
            "{record}",
            "Records of work of loaded users that are not done.");
    }

    /// <summary>Messages whose handler runs in the background.</summary>
    public StripedCounter Jobs { get; } = new();

    /// <summary>Messages for other users.</summary>
    public StripedCounter Messages { get; } = new();

    /// <summary>Records that this build can't read.</summary>
    public StripedCounter Unreadable { get; } = new();

    /// <param name="pattern">The pattern of types that the handler is registered for.</param>
    /// <param name="outcome">One of <see cref="HandlerOutcomes"/>.</param>
    public void NoteRun(string pattern, string outcome) =>
        _runs.Add(1, new KeyValuePair<string, object?>(PatternTag, pattern), new KeyValuePair<string, object?>(OutcomeTag, outcome));

    public void NoteDuration(string pattern, TimeSpan duration) => _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(PatternTag, pattern));

    private static Measurement<long> Pending(string kind, StripedCounter count) => new(count.Sum, new KeyValuePair<string, object?>(KindTag, kind));
}
