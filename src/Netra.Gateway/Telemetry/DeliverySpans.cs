using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The spans of traced frames on their way through a connection's queue to its socket. There is one only while some are. Not thread-safe.</summary>
internal sealed class DeliverySpans
{
    private readonly Queue<(Activity Span, long At)> _waiting = new();

    /// <summary>How many frames were taken from the queue since the first was followed.</summary>
    private long _taken;

    /// <summary>That of the frame that is being written.</summary>
    private Activity? _underway;

    public bool IsEmpty => _waiting.Count == 0 && _underway is null;

    /// <summary>Follows the frame that was queued just now.</summary>
    /// <param name="span">Its span.</param>
    /// <param name="queued">How many frames wait, this one last.</param>
    public void Add(Activity span, int queued) => _waiting.Enqueue((span, _taken + queued));

    /// <summary>A frame is taken from the queue: those before it are with the socket. Answers the span that is over, to be ended.</summary>
    public Activity? Step(bool isTaken)
    {
        var over = _underway;
        _underway = null;
        if (!isTaken) return over;
        _taken++;
        if (_waiting.TryPeek(out var next) && next.At == _taken) _underway = _waiting.Dequeue().Span;
        return over;
    }

    /// <summary>The queue is thrown away, and nobody knows what became of the frame that was being written.</summary>
    public void GiveUp()
    {
        if (_underway is { } underway) _waiting.Enqueue((underway, 0));
        _underway = null;
        while (_waiting.TryDequeue(out var lost))
        {
            NetraTracing.Fail(lost.Span, "not_sent");
            NetraTracing.EndDetached(lost.Span);
        }
    }
}
