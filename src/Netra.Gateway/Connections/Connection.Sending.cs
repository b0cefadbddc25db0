using System.Diagnostics;
using System.Net.WebSockets;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

internal sealed partial class Connection
{
    private SendQueue _queue;
    private bool _isSending;

    /// <summary>Completed when nothing is written any more, for who waits for that at the connection's end.</summary>
    private TaskCompletionSource? _idle;

    private (CloseCode Code, string Reason)? _close;
    private bool _closeSent;

    /// <summary>When the write under way began, Unix milliseconds; 0 while none is.</summary>
    private long _writingSinceMs;

    /// <summary>A push on its way through the queue, for the metrics. Under the gate.</summary>
    private PushWatch _watch;

    /// <summary>Completed when the queue has room again, for those who wait for it.</summary>
    private TaskCompletionSource? _room;

    /// <summary>What waits for the socket.</summary>
    public (int Frames, long Bytes) Queued
    {
        get
        {
            lock (_gate) return (_queue.Count, _queue.Bytes);
        }
    }

    private bool IsSending
    {
        get
        {
            lock (_gate) return _isSending;
        }
    }

    private bool HasRoom => _queue.Count < Options.MaxQueuedFrames && _queue.Bytes < Options.MaxQueuedBytes;

    /// <summary>Sends a frame that must not be lost, waiting for room in the queue. Returns when it is queued, or when the connection ends.</summary>
    private async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_isEnding || _close is not null) return;
                if (HasRoom)
                {
                    Queue(frame);
                    if (!TakeSending()) return;
                    break;
                }

                room = RoomAsync();
            }

            await room;
        }

        _ = SendLoopAsync();
    }

    /// <summary>Sends a frame that the next tick can send again, if there is room and the connection has begun.</summary>
    private bool TrySend(ReadOnlyMemory<byte> frame, bool beyondBound = false)
    {
        lock (_gate)
        {
            if (_isEnding || _close is not null || _socket is null || !(HasRoom || beyondBound)) return false;
            Queue(frame);
            if (!TakeSending()) return true;
        }

        _ = SendLoopAsync();
        return true;
    }

    /// <summary>Caller holds the gate.</summary>
    private void Queue(ReadOnlyMemory<byte> frame) => _queue.Enqueue(frame);

    /// <summary>Caller holds the gate. True when the caller must run the send loop.</summary>
    private bool TakeSending()
    {
        if (_isSending || _socket is null) return false;
        return _isSending = true;
    }

    /// <summary>Caller holds the gate. Completes when half of the queue is free, or the connection ends.</summary>
    private Task RoomAsync() => (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Writes until nothing is left. Runs on the thread of whoever queued, until the socket makes it wait.</summary>
    /// <remarks>Frames are sent without a token, whose registration would outlive the write and costs the WebSocket a slower way: <see cref="Abort"/> ends a write.</remarks>
    private async Task SendLoopAsync()
    {
        try
        {
            while (TakeNext(out var frame, out var close))
            {
                if (close is { } end) await _socket!.CloseOutputAsync((WebSocketCloseStatus)end.Code, end.Reason, _ended.Token);
                else await _socket!.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (WebSocketException exception) when (exception.WebSocketErrorCode == WebSocketError.InvalidState)
        {
            // The WebSocket has told the client of a fault of its own (1002, 1007), which the receive loop sees too. A cut would overtake that close frame.
            NoteIdle();
        }
        catch (Exception exception)
        {
            // The receive loop sees the same end and cleans up; cutting the socket makes sure that it does.
            Abort(exception.Message);
            NoteIdle();
        }
    }

    private void NoteIdle()
    {
        lock (_gate) _isSending = false;
        _idle?.TrySetResult();
    }

    /// <summary>Waits for the end of a write that is under way, behind which no other comes. False when it hangs.</summary>
    private async Task<bool> HasStoppedSendingAsync()
    {
        lock (_gate)
        {
            if (!_isSending) return true;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        try
        {
            await _idle.Task.WaitAsync(Options.CloseTimeout, services.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private bool TakeNext(out ReadOnlyMemory<byte> frame, out (CloseCode Code, string Reason)? close)
    {
        TaskCompletionSource? room = null;
        Activity? delivered = null;
        bool more, isPushSent;
        long durableAtUs;
        int commitUs;
        lock (_gate)
        {
            close = null;
            more = _queue.TryDequeue(out frame);
            isPushSent = _watch.TryEnd(more, out durableAtUs, out commitUs);
            if (_deliveries is { } deliveries)
            {
                delivered = deliveries.Step(more);
                if (deliveries.IsEmpty) _deliveries = null;
            }

            if (!more && _close is not null && !_closeSent)
            {
                close = _close;
                more = _closeSent = true;
            }

            if (_isEnding) more = false;
            _isSending = more;
            _writing = more ? frame : default;
            _writingSinceMs = more ? services.NowMs() : 0;
            if (_room is not null && _queue.Count <= Options.MaxQueuedFrames / 2 && _queue.Bytes <= Options.MaxQueuedBytes / 2)
            {
                room = _room;
                _room = null;
            }
        }

        NetraTracing.EndDetached(delivered);
        if (isPushSent) services.Instruments.NotePush(services.NowUs() - durableAtUs, commitUs);
        if (more && close is null)
        {
            services.Instruments.FramesSent.Add(1);
            services.Instruments.BytesSent.Add(frame.Length);
        }

        room?.TrySetResult();
        if (!more) _idle?.TrySetResult();
        return more;
    }
}
