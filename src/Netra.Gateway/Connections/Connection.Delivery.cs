using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>
/// The way of durable frames to the socket. Live: a pushed frame that is next goes straight to the queue. Catching up: pages are read after the
/// cursor, as fast as the socket drains, until they meet the head. Everything that goes wrong ends in the latter.
/// </summary>
internal sealed partial class Connection
{
    /// <summary>The last seq that was queued for the socket in its turn, or passed in silence.</summary>
    private long _cursor;

    /// <summary>
    /// The highest seq that was queued or passed on this connection; 0 before the first. Not the cursor: that begins at a position which says
    /// nothing of what this connection has brought, and goes back with a <c>resume</c>.
    /// </summary>
    private long _highestSent;

    /// <summary>The highest durable seq that this gateway has heard of.</summary>
    private long _knownHead;

    /// <summary>Catching up. True from the start, until the first frames are queued.</summary>
    private bool _isPulling = true;

    /// <summary>Counts the client's resumes: a page that was asked for before one is void.</summary>
    private int _generation;

    /// <summary>The last seq that was queued for the socket.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Takes what became durable. Never waits.</summary>
    public void Deliver(UserPush push)
    {
        bool pull = false, send;
        lock (_gate)
        {
            if (_isEnding || _close is not null) return;
            _knownHead = Math.Max(_knownHead, push.HeadSeq);
            if (!_isPulling)
            {
                QueueLive(push);
                if (_cursor < _knownHead) pull = BeginCatchUp(CatchUpCauses.Behind);
            }

            if (push.Ephemeral.Length > 0 && (push.Target is null || push.Target == identity.Id)) TakeEphemeral(push);
            send = _queue.Count > 0 && TakeSending();
        }

        if (send) _ = SendLoopAsync();
        if (pull) _ = CatchUpAsync();
    }

    /// <summary>Takes word of a head from a lease renewal.</summary>
    public void NoteHead(long headSeq)
    {
        lock (_gate)
        {
            if (_isEnding || _close is not null) return;
            _knownHead = Math.Max(_knownHead, headSeq);
            if (_isPulling || _cursor >= _knownHead) return;
            BeginCatchUp(CatchUpCauses.Behind);
        }

        _ = CatchUpAsync();
    }

    /// <summary>Caller holds the gate.</summary>
    private void QueueLive(UserPush push)
    {
        for (var i = 0; i < push.Frames.Length; i++)
        {
            var seq = push.FirstSeq + i;
            if (seq <= _cursor) continue;
            if (seq != _cursor + 1 || !HasRoom) return;
            Queue(push.Frames[i]);
            if (push.Traces is { } traces) NoteQueued(traces, seq, isReplay: false);
            _cursor = seq;
            _highestSent = Math.Max(_highestSent, seq);
        }

        _watch.Begin(push, _queue.Count);
    }
}
