using System.Collections.Concurrent;
using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>Records the spans of one caller's trace, and those that are linked to it. Other tests' are not looked at.</summary>
internal sealed class TestSpans : IDisposable
{
    private readonly ActivityContext _caller = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public TestSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Netra",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => IsOurs(options.Parent.TraceId, options.Links) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (IsOurs(span.TraceId, span.Links)) _ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What the caller sends.</summary>
    public string Parent => $"00-{_caller.TraceId}-{_caller.SpanId}-01";

    /// <summary>The trace of frames, as a silo tells of it.</summary>
    public FrameTrace Frames(long firstSeq, int count = 1) => new(firstSeq, count, new TraceContext(Parent));

    public ActivityTraceId Trace => _caller.TraceId;

    public IReadOnlyList<Activity> Ended => [.. _ended];

    public void Dispose() => _listener.Dispose();

    private bool IsOurs(ActivityTraceId trace, IEnumerable<ActivityLink>? links) => trace == _caller.TraceId || links?.Any(link => link.Context.TraceId == _caller.TraceId) == true;
}
