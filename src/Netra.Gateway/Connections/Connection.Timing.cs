using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What time does to a connection: heartbeat, expiry, stalled writes. Driven by the gateway's one timer wheel.</summary>
internal sealed partial class Connection
{
    private const long ExpiryWarningMs = 30_000;

    /// <summary>After how long something is tried again that could not be done now.</summary>
    private const long AgainMs = 1_000;

    /// <summary>The largest control frame of a client (RFC 6455 section 5.5), in bytes.</summary>
    private const int MaxControlFrameBytes = 131;

    /// <summary>How often it is looked at what waits within the time in which it must make progress.</summary>
    private const int LooksAtWaiting = 4;

    /// <summary>For how many times <see cref="GatewayOptions.SlowConsumerTimeout"/> a client that reads on may keep its connection from being closed.</summary>
    private const int MaxCloseTimeouts = 2;

    /// <summary>How many unanswered pings are remembered.</summary>
    private const int MaxUnansweredPings = 8;

    /// <summary>What the connection was admitted with, or renewed with since.</summary>
    private Access _access = access;

    /// <summary>Whether the token's end was announced. Under the gate, with the token.</summary>
    private bool _expiryWarned;
    private long _pingSentMs;
    private long _closeDeadlineMs;

    /// <summary>Until when the deadline may be moved at most. Under the gate.</summary>
    private long _closeLimitMs;

    /// <summary>Whether the gateway leaves, and no longer waits for what this client still reads. Under the gate.</summary>
    private bool _isLeaving;

    /// <summary>The highest seqs sent at the pings that no <c>pong</c> has answered, oldest first, for sessions that acknowledge by <c>pong</c>.</summary>
    private Queue<long>? _unansweredPings;

    /// <summary>Whether a later <c>pong</c> acknowledges what was sent (protocol section 1, <c>ack=auto</c>).</summary>
    public bool AcknowledgesByPong { get; init; }

    /// <summary>Does what is due. Answers when to look again, Unix milliseconds; null when the connection has ended.</summary>
    public long? Tick(long nowMs)
    {
        long closeDeadline, writingSince, expiresAt;
        lock (_gate)
        {
            if (_isEnding) return null;
            if (_socket is null) return nowMs + AgainMs;
            closeDeadline = _close is null ? long.MaxValue : _closeDeadlineMs;
            writingSince = _writingSinceMs;
            expiresAt = _access.ExpiresAtMs;
        }

        if (nowMs >= closeDeadline)
        {
            if (TryProlongClose(nowMs) is { } later) return later;
            Abort("the closing handshake timed out");
            return null;
        }

        if (closeDeadline != long.MaxValue) return closeDeadline;
        var dueAt = TickTransfer(nowMs, writingSince);
        return Math.Min(dueAt, Math.Min(TickExpiry(nowMs, expiresAt), TickHeartbeat(nowMs)));
    }

    /// <summary>Asks the client to come back after a delay, serves it until then, and closes with 1012 (protocol section 4, drain).</summary>
    public async Task LeaveAsync(int afterMs)
    {
        TrySend(ServerFrames.Reconnect(services.NowMs(), afterMs, ErrorCodes.Draining.Name), beyondBound: true);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(afterMs), services.Time, _ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone by itself.
        }

        // One that is being closed for another reason does not keep the gateway either.
        lock (_gate) _isLeaving = true;
        Close(CloseCode.ServiceRestart, "service restart");
    }

    /// <summary>Looks at what goes out and what comes in: a write that hangs, a message without an end, a flood of control frames.</summary>
    private long TickTransfer(long nowMs, long writingSinceMs)
    {
        var (slowMs, messageMs) = ((long)Options.SlowConsumerTimeout.TotalMilliseconds, (long)Options.MessageTimeout.TotalMilliseconds);
        var messageSinceMs = Volatile.Read(ref _messageSinceMs);
        if (writingSinceMs != 0) NoteProgress(slowMs, nowMs);
        var stalledAt = writingSinceMs == 0 ? long.MaxValue : Math.Max(writingSinceMs, _traffic?.LastProgressMs ?? 0) + slowMs;
        var unfinishedAt = messageSinceMs == 0
            ? long.MaxValue
            : messageSinceMs + messageMs + (MessageBytes * 1000L / Options.MessageBytesPerSecond);
        if (_traffic is not null) _traffic.MaxOverheadBytesPerSecond = MaxOverheadBytesPerSecond(Limits.MessagesPerSecond);
        if (nowMs >= stalledAt)
        {
            GatewayLog.SlowConsumer(services.Logger, identity.Id);
            Close(CloseCode.SlowConsumer, "slow consumer");
        }
        else if (nowMs >= unfinishedAt)
        {
            GatewayLog.MessageUnfinished(services.Logger, identity.Id);
            Close(CloseCode.HeartbeatTimeout, "message not finished in time", EndReasons.MessageTimeout);
        }
        else if (_traffic is { IsFlood: true })
        {
            GatewayLog.Flooded(services.Logger, identity.Id);
            Close(CloseCode.TooManyRequests, ErrorCodes.RateLimited.Name);
        }

        // Looked at again before anything that begins after now can have lasted too long; what waits, often enough to see when it stops.
        return Math.Min(Math.Min(stalledAt, unfinishedAt), nowMs + Math.Min(writingSinceMs == 0 ? slowMs : slowMs / LooksAtWaiting, messageMs));
    }

    /// <summary>
    /// The writes may stand still though the client lives: the system takes the next one only when much of what it holds is through. What the client's own
    /// system takes is progress too, if it is not less than a client that lives would read in this time.
    /// </summary>
    private bool NoteProgress(long durationMs, long nowMs) =>
        _traffic is not null && _traffic.NoteProgress(Math.Max(1, Options.SlowConsumerBytesPerSecond * durationMs / 1000), nowMs);

    /// <summary>
    /// The close frame lies behind all that was sent. Who still reads that is not cut before he has had it, but who reads it drop by drop is. Answers the new
    /// deadline; null when nothing more is taken, the time is up, or this gateway leaves and can't wait.
    /// </summary>
    private long? TryProlongClose(long nowMs)
    {
        var timeoutMs = (long)Options.CloseTimeout.TotalMilliseconds;
        lock (_gate)
        {
            if (_isLeaving || nowMs >= _closeLimitMs || !NoteProgress(timeoutMs, nowMs)) return null;
            return _closeDeadlineMs = Math.Min(nowMs + timeoutMs, _closeLimitMs);
        }
    }

    /// <summary>The closing begins now. Caller holds the gate.</summary>
    private void BoundClose(long nowMs)
    {
        _closeDeadlineMs = nowMs + (long)Options.CloseTimeout.TotalMilliseconds;
        _closeLimitMs = nowMs + (MaxCloseTimeouts * (long)Options.SlowConsumerTimeout.TotalMilliseconds);
    }

    /// <summary>It is not waited for the next look at the connection, which may be half a minute away.</summary>
    public void NoteFlood() => services.Wheel.Wake(this);

    /// <summary>As many bytes as all frames have headers that a second may bring, and as its control frames have, were they WebSocket's own.</summary>
    private static long MaxOverheadBytesPerSecond(int messagesPerSecond) =>
        MaxControlFrameBytes * ((long)RateLimit.RateOf(RateClass.Control, messagesPerSecond) + messagesPerSecond);

    private long TickExpiry(long nowMs, long expiresAt)
    {
        if (nowMs >= expiresAt)
        {
            Close(CloseCode.Unauthorized, ErrorCodes.TokenExpired.Name);
            return long.MaxValue;
        }

        var warnAt = expiresAt - ExpiryWarningMs;
        if (nowMs < warnAt) return warnAt;
        return TryWarnOfExpiry(expiresAt) ? expiresAt : Math.Min(nowMs + AgainMs, expiresAt);
    }

    /// <summary>Announces the token's end, once for each token. True when that is done, or there is another token by now.</summary>
    private bool TryWarnOfExpiry(long expiresAt)
    {
        bool send;
        lock (_gate)
        {
            if (_expiryWarned || _access.ExpiresAtMs != expiresAt) return true;
            if (_isEnding || _close is not null || !HasRoom) return false;
            Queue(ErrorFrame(new FrameError(ErrorCodes.TokenExpiring, "The token is about to expire. Send 'auth' with a fresh one.")));
            _expiryWarned = true;
            send = TakeSending();
        }

        if (send) _ = SendLoopAsync();
        return true;
    }

    private long TickHeartbeat(long nowMs)
    {
        var interval = (long)Options.HeartbeatInterval.TotalMilliseconds;
        var readingSince = Volatile.Read(ref _readingSinceMs);
        // While a message waits for the user's grain the socket is not read: the silence is the gateway's own.
        var silentSince = readingSince == 0 ? nowMs : Math.Max(LastSeenMs, readingSince);
        // Who still reads what was sent before is not dead: the ping lies behind it, and the answer to one of the WebSocket behind what is written now.
        var deadAt = Math.Max(silentSince, _traffic?.LastProgressMs ?? 0) + (long)Options.HeartbeatTimeout.TotalMilliseconds;
        if (nowMs >= deadAt)
        {
            if (NoteProgress((long)Options.HeartbeatTimeout.TotalMilliseconds - interval, nowMs)) return nowMs + interval;
            Close(CloseCode.HeartbeatTimeout, "heartbeat timeout");
            return long.MaxValue;
        }

        var pingAt = Math.Max(silentSince, _pingSentMs) + interval;
        if (nowMs < pingAt) return Math.Min(pingAt, deadAt);
        if (!TryPing(nowMs)) return Math.Min(nowMs + AgainMs, deadAt);
        if (_pingSentMs < silentSince) _traffic?.BeginCount();
        _pingSentMs = nowMs;
        return Math.Min(nowMs + interval, deadAt);
    }

    private bool TryPing(long nowMs)
    {
        bool send;
        lock (_gate)
        {
            if (_isEnding || _close is not null || !HasRoom) return false;
            Queue(ServerFrames.Ping(nowMs));
            // In the same moment, so that exactly what is queued before the ping counts.
            if (AcknowledgesByPong && (_unansweredPings ??= new Queue<long>()).Count < MaxUnansweredPings) _unansweredPings.Enqueue(_highestSent);
            send = TakeSending();
        }

        if (send) _ = SendLoopAsync();
        return true;
    }

    private ValueTask NotePong()
    {
        var cursor = 0L;
        lock (_gate) _unansweredPings?.TryDequeue(out cursor);
        if (cursor > 0) NoteAcknowledged(cursor);
        return ValueTask.CompletedTask;
    }
}
