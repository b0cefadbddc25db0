using System.Collections.Concurrent;
using System.Diagnostics;

namespace Netra.Host.Tests;

/// <summary>Listens to the spans of all hosts of this process.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpanCollector()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Netra",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlySet<string> Names => _ended.Select(span => DocumentedTraces.NameOf(span.DisplayName)).ToHashSet();

    public IReadOnlySet<string> Attributes => _ended.SelectMany(span => span.TagObjects).Select(tag => tag.Key).ToHashSet();

    public void Dispose() => _listener.Dispose();
}
