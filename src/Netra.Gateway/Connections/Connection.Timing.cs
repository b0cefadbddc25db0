using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What time does to a connection: heartbeat, expiry, stalled writes. Driven by the gateway's one timer wheel.</summary>
internal sealed partial class Connection
{
    private const long ExpiryWarningMs = 30_000;

    /// <summary>When to look again at a connection whose upgrade is not through.</summary>
    private const long BeginningMs = 1_000;

    private long _tokenExpiresAtMs = tokenExpiresAtMs;
    private bool _expiryWarned;
    private long _pingSentMs;
    private long _closeDeadlineMs;

    /// <summary>The cursor when the last ping was sent, for sessions that acknowledge by <c>pong</c>.</summary>
    private long _cursorAtPing;

    /// <summary>Whether a later <c>pong</c> acknowledges what was sent (protocol section 1, <c>ack=auto</c>).</summary>
    public bool AcknowledgesByPong { get; init; }

    /// <summary>Does what is due. Answers when to look again, Unix milliseconds; null when the connection has ended.</summary>
    public long? Tick(long nowMs)
    {
        long closeDeadline, writingSince, expiresAt;
        lock (_gate)
        {
            if (_isEnding) return null;
            if (!_hasBegun) return nowMs + BeginningMs;
            closeDeadline = _close is null ? long.MaxValue : _closeDeadlineMs;
            writingSince = _writingSinceMs;
            expiresAt = _tokenExpiresAtMs;
        }

        if (nowMs >= closeDeadline)
        {
            Abort("the closing handshake timed out");
            return null;
        }

        if (closeDeadline != long.MaxValue) return closeDeadline;
        var stalledAt = writingSince == 0 ? long.MaxValue : writingSince + (long)Options.SlowConsumerTimeout.TotalMilliseconds;
        if (nowMs >= stalledAt)
        {
            GatewayLog.SlowConsumer(services.Logger, identity.Id);
            Close(CloseCode.SlowConsumer, "slow consumer");
            return nowMs + (long)Options.CloseTimeout.TotalMilliseconds;
        }

        var due = Math.Min(TickExpiry(nowMs, expiresAt), TickHeartbeat(nowMs));
        return Math.Min(due, nowMs + (long)Options.SlowConsumerTimeout.TotalMilliseconds);
    }

    /// <summary>Asks the client to come back after a delay, and closes with 1012.</summary>
    public void Leave(int afterMs)
    {
        TrySend(ServerFrames.Reconnect(services.NowMs(), afterMs, ErrorCodes.Draining.Name));
        Close(CloseCode.ServiceRestart, "service restart");
    }

    private long TickExpiry(long nowMs, long expiresAt)
    {
        if (nowMs >= expiresAt)
        {
            Close(CloseCode.Unauthorized, ErrorCodes.TokenExpired.Name);
            return long.MaxValue;
        }

        var warnAt = expiresAt - ExpiryWarningMs;
        if (nowMs < warnAt) return warnAt;
        if (!_expiryWarned)
        {
            var warning = new FrameError(ErrorCodes.TokenExpiring, "The token is about to expire. Send 'auth' with a fresh one.");
            _expiryWarned = TrySend(ServerFrames.Error(warning, nowMs));
        }

        return expiresAt;
    }

    private long TickHeartbeat(long nowMs)
    {
        var interval = (long)Options.HeartbeatInterval.TotalMilliseconds;
        var silentSince = LastSeenMs;
        var deadAt = silentSince + (long)Options.HeartbeatTimeout.TotalMilliseconds;
        if (nowMs >= deadAt)
        {
            Close(CloseCode.HeartbeatTimeout, "heartbeat timeout");
            return long.MaxValue;
        }

        var pingAt = Math.Max(silentSince, _pingSentMs) + interval;
        if (nowMs < pingAt) return Math.Min(pingAt, deadAt);
        _pingSentMs = nowMs;
        _cursorAtPing = Cursor;
        TrySend(ServerFrames.Ping(nowMs));
        return Math.Min(nowMs + interval, deadAt);
    }

    private ValueTask NotePong()
    {
        if (AcknowledgesByPong && _cursorAtPing > 0) NoteAcknowledged(_cursorAtPing);
        return ValueTask.CompletedTask;
    }

    private void RenewToken(long expiresAtMs)
    {
        lock (_gate)
        {
            _tokenExpiresAtMs = expiresAtMs;
            _expiryWarned = false;
        }
    }
}
