using System.Globalization;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>
/// What the connection remembers of its way through the log, for who asks what became of a message. Nothing is kept for each message: what lies between where a
/// run began and the cursor was queued, but for what was skipped.
/// </summary>
internal sealed partial class Connection
{
    /// <summary>Behind which seq the present run began. Under the gate.</summary>
    private long _firstCursor;

    /// <summary>Null while nothing out of the ordinary has happened. Under the gate.</summary>
    private DeliveryMemory? _memory;

    /// <summary>The frame that is being written; empty while none is. Under the gate.</summary>
    private ReadOnlyMemory<byte> _writing;

    /// <summary>When the connection ended, Unix milliseconds; 0 while it has not. Under the gate.</summary>
    private long _endedAtMs;

    private DeliveryRun PresentRun => new(_memory?.Number ?? 0, _firstCursor, _cursor, _expeditedUpTo == 0 ? 0 : _aheadCursor);

    private DeliveryPath Path => new(PresentRun, _memory);

    /// <summary>What is to be kept of the connection when it has ended; null when it never began, or has not ended.</summary>
    public EndedConnection? Past()
    {
        lock (_gate) return _socket is null || _endedAtMs == 0 ? null : new EndedConnection(identity, _epoch, Path, _endedAtMs, WhyItEnds ?? "lost");
    }

    /// <summary>The connection, and one message on it; null when the seq counts in another history than the connection's.</summary>
    public ConnectionTrace? TraceOf(RecallRequest request)
    {
        lock (_gate)
        {
            if (_socket is not null && _epoch != request.Epoch) return null;
            var (handover, skipped) = _socket is null ? (Handover.NotYet, null) : Path.Find(request, CountQueued(request.Seq), _endedAtMs != 0);
            return new ConnectionTrace
            {
                Connection = identity.Id,
                Client = identity.Client,
                State = StandingName,
                ConnectedAtMs = identity.ConnectedAtMs,
                EndedAtMs = _endedAtMs == 0 ? null : _endedAtMs,
                EndReason = WhyItEnds,
                FirstCursor = _firstCursor,
                Cursor = _cursor,
                QueuedFrames = _queue.Count,
                Handover = handover,
                Skipped = skipped,
            };
        }
    }

    private string StandingName => this switch
    {
        { _endedAtMs: not 0 } => "ended",
        { _close: not null } => "closing",
        { _socket: null } => "attaching",
        { _isPulling: true } => "catching_up",
        _ => "live",
    };

    private string? WhyItEnds => (_close, _endReason) switch
    {
        ({ } close, EndReasons.Client) => string.Create(CultureInfo.InvariantCulture, $"closed by the client with {(int)close.Code}"),
        ({ } close, _) => string.Create(CultureInfo.InvariantCulture, $"closed with {(int)close.Code}: {close.Reason}"),
        (null, EndReasons.ProtocolError) => "the client broke RFC 6455",
        (null, EndReasons.InternalError) => "a fault of the server",
        _ => _endedAtMs == 0 ? null : "the socket was lost without a close frame",
    };

    /// <summary>How often a message waits or is being written. Caller holds the gate. Looks at every frame that waits: nobody asks often.</summary>
    private int CountQueued(long seq) => _queue.All.Prepend(_writing).Count(frame => FrameSeq.TryRead(frame, out var queued) && queued == seq);

    /// <summary>The client goes on elsewhere. Caller holds the gate.</summary>
    private void BeginRun(long cursor)
    {
        (_memory ??= new DeliveryMemory()).EndRun(PresentRun);
        _firstCursor = cursor;
    }

    /// <summary>What of a page was sent ahead of its turn. Caller holds the gate.</summary>
    private void NoteAhead(long[] seqs)
    {
        foreach (var seq in seqs)
        {
            if (seq <= _aheadCursor) (_memory ??= new DeliveryMemory()).NoteAhead(seq);
        }
    }

    /// <summary>What waits in the queue is not sent any more. Caller holds the gate.</summary>
    private void NoteUnsent()
    {
        if (_queue.Count == 0) return;
        foreach (var frame in _queue.All)
        {
            if (FrameSeq.TryRead(frame, out var seq)) (_memory ??= new DeliveryMemory()).NoteUnsent(seq);
        }
    }

    /// <summary>Caller holds the gate.</summary>
    private void NoteEnded()
    {
        _endedAtMs = services.NowMs();
        if (FrameSeq.TryRead(_writing, out var seq)) (_memory ??= new DeliveryMemory()).Unfinished = seq;
        _writing = default;
    }
}
