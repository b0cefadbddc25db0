using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// One client's WebSocket: one receive loop, one bounded send queue, and a cursor into the user's log that is either live or catching up.
/// </summary>
/// <remarks>
/// <para>Whoever has something for the socket takes <see cref="_gate"/>, queues it, and writes until the queue is empty; there is no task
/// that waits to send, so an idle connection costs one pending zero-byte read.</para>
/// <para>Failure policy: a socket that fails ends this connection and nothing else. A user's grain that fails is asked again, with
/// growing delays, for as long as the socket lives. What the client sent and what could not be stored is answered with an error.</para>
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing to dispose, and late users must not meet a disposed one.")]
internal sealed partial class Connection(ConnectionIdentity identity, ConnectionServices services, Access access)
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly IUserGrain _user = services.Users.Find(identity.User);
    private WebSocket? _socket;
    private SocketTraffic? _traffic;
    private SocketLifetime? _lifetime;

    /// <summary>What the user's grain said, until the socket is there. Not longer: it may hold the whole state.</summary>
    private AttachResult? _attached;
    private Epoch _epoch;
    private bool _isEnding;

    /// <summary>Why it ends, for the metrics; null while it does not. Whatever was first counts.</summary>
    private string? _endReason;

    public ConnectionIdentity Identity => identity;

    /// <summary>The silo where the user's grain was last seen.</summary>
    public SiloAddress? Home { get; private set; }

    /// <summary>Whether this side cut the socket, so that nothing more can be sent.</summary>
    public bool WasCut { get; private set; }

    public ConnectionState State
    {
        get
        {
            lock (_gate)
            {
                if (_isEnding || _close is not null) return ConnectionState.Closing;
                if (_socket is null) return ConnectionState.Attaching;
                return _isPulling ? ConnectionState.CatchingUp : ConnectionState.Live;
            }
        }
    }

    private GatewayOptions Options => services.Options;

    /// <summary>What the user's plan allows now: the plans may be configured anew while the connection lives.</summary>
    private PlanLimits Limits => services.Plans.LimitsOf(_access.Plan);

    /// <summary>Takes what the user's grain said to the connection's attach. Comes before <see cref="RunAsync"/>.</summary>
    public void TakePlace(AttachResult attached) => _attached = attached;

    /// <summary>Serves an accepted socket until it ends, whoever ends it.</summary>
    /// <param name="socket">The socket; disposed here.</param>
    /// <param name="traffic">What the stream under the socket tells; null when there is none that does.</param>
    /// <param name="lifetime">Cuts what is under the socket.</param>
    public async Task RunAsync(WebSocket socket, SocketTraffic? traffic = null, SocketLifetime? lifetime = null)
    {
        var isClientsFault = false;
        try
        {
            _traffic = traffic;
            if (traffic is not null) traffic.Owner = this;
            _lifetime = lifetime;
            Begin(socket);
            // A token that is about to expire is announced at once, not with the wheel's next step.
            Tick(services.NowMs());
            while (true)
            {
                Volatile.Write(ref _readingSinceMs, services.NowMs());
                // A zero-byte read: no buffer is held while nothing comes. Without a token, whose registrations would be: Abort cuts what is under the socket.
                var next = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                if (!await TakeMessageAsync(socket, next)) break;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The socket is gone: a reset, a cut, or our own abort. Or the client broke RFC 6455, and the WebSocket has said so with a close frame.
            isClientsFault = exception is WebSocketException { WebSocketErrorCode: not WebSocketError.ConnectionClosedPrematurely };
            NoteEnd(isClientsFault ? EndReasons.ProtocolError : EndReasons.Lost);
            GatewayLog.SocketLost(services.Logger, identity.Id, exception.Message);
        }
        catch (Exception exception)
        {
            GatewayLog.ConnectionFailed(services.Logger, identity.Id, exception);
            NoteEnd(EndReasons.InternalError);
            await TryCloseAsync(socket, CloseCode.InternalError, "internal error");
        }
        finally
        {
            End();
            services.Instruments.NoteEnded(_endReason ?? EndReasons.Lost);
            // A write that hangs ends only with what is under it; but a cut at once would overtake the close frame that tells of the client's fault.
            if (!(isClientsFault && await HasStoppedSendingAsync()) && IsSending && socket.State != WebSocketState.Closed)
                Abort("it ended in the middle of a write");
            socket.Dispose();
        }
    }

    /// <summary>Takes the connection off the user's list, once what the client has acknowledged is told.</summary>
    public async Task DetachAsync()
    {
        End();
        Task acknowledging;
        lock (_gate) acknowledging = _acknowledging;
        // A client may acknowledge and leave at once; off the list its position could not be moved any more.
        await acknowledging;
        try
        {
            await _user.DetachAsync(identity.Id);
        }
        catch (Exception exception)
        {
            // The grain drops the connection when its lease runs out, or with this gateway.
            GatewayLog.DetachFailed(services.Logger, identity.Id, exception.Message);
        }
    }

    /// <summary>Sends a close frame after what is queued, and cuts the socket when the client does not answer in time.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">The reason of the close frame.</param>
    /// <param name="endReason">What metrics call it; null: by the code.</param>
    public void Close(CloseCode code, string reason, string? endReason = null)
    {
        bool start;
        lock (_gate)
        {
            if (_close is not null || _isEnding) return;
            _close = (code, reason);
            _endReason ??= endReason ?? EndReasons.Of(code);
            BoundClose(services.NowMs());
            if (LeavesOutQueued(code)) ClearQueue();
            start = _socket is not null && TakeSending();
        }

        _traffic?.BeginCount();
        if (start) _ = SendLoopAsync();
        // For the deadline of the closing handshake.
        services.Wheel.Wake(this);
    }

    /// <summary>
    /// Who takes nothing may begin to read again: the close frame is then not to wait behind more than it must. Who may no longer be here, or abuses it, gets
    /// nothing more either; what is durable is there when he comes back with a right to it.
    /// </summary>
    private static bool LeavesOutQueued(CloseCode code) =>
        code is CloseCode.SlowConsumer or CloseCode.Unauthorized or CloseCode.Forbidden or CloseCode.TooManyRequests;

    /// <summary>Cuts the socket. The receive loop ends with it.</summary>
    private void Abort(string why)
    {
        GatewayLog.Aborting(services.Logger, identity.Id, why);
        WasCut = true;
        _socket?.Abort();
        // What wakes the read that waits.
        _lifetime?.Cut();
        // Not on this thread, which others wait for.
        _ = _ended.CancelAsync();
    }

    private void Begin(WebSocket socket)
    {
        var attached = _attached ?? throw new InvalidOperationException("The connection has no place on its user's list.");
        _attached = null;
        GatewayLog.Connected(services.Logger, identity.Id, attached.Place.Resumed);
        services.Instruments.NoteOpened(attached.Place.Resumed, attached.Place.ResetReason);
        bool pull, send;
        lock (_gate)
        {
            // Not before: whoever meets a socket may send, and nothing comes before connection_established.
            _socket = socket;
            pull = TakeUp(attached, services.NowMs());
            send = TakeSending();
        }

        if (send) _ = SendLoopAsync();
        if (pull) _ = CatchUpAsync();
    }

    /// <summary>Queues the first frames and finds where the rest begins. Caller holds the gate. True when there is something to catch up with.</summary>
    private bool TakeUp(AttachResult attached, long now)
    {
        var place = attached.Place;
        if (_close is not null) BoundClose(now);
        Home = attached.Home;
        _epoch = attached.Epoch;
        Volatile.Write(ref _cursor, place.Cursor);
        _firstCursor = place.Cursor;
        _aheadCursor = place.Cursor;
        _expeditedUpTo = place.HasExpedited ? place.ReplayTo : 0;
        _knownHead = Math.Max(_knownHead, attached.HeadSeq);
        Queue(ServerFrames.ConnectionEstablished(Describe(attached), now));
        if (attached.State is { } owed)
        {
            Queue(owed.ResyncReason is { } reason
                ? ServerFrames.StateResync(now, owed.State.Version, owed.State.Json.Span, reason)
                : ServerFrames.StateSnapshot(now, owed.State.Version, owed.State.Json.Span));
            _stateCurrentAt = attached.HeadSeq;
        }

        // A connection that is to be closed already gets its first frame and the close frame, and nothing in between.
        return _close is null && !TryGoLive() && BeginCatchUp(CatchUpCauses.Connect);
    }

    private ConnectionEstablished Describe(AttachResult attached) => new()
    {
        ConnectionId = identity.Id,
        UserId = identity.User,
        ClientId = identity.Client,
        Epoch = attached.Epoch,
        HeadSeq = attached.HeadSeq,
        OldestSeq = attached.OldestSeq,
        Resume = OutcomeOf(attached.Place),
        StateVersion = attached.StateVersion,
        TokenExpiresAtMs = _access.ExpiresAtMs,
        Heartbeat = new HeartbeatSettings((long)Options.HeartbeatInterval.TotalMilliseconds, (long)Options.HeartbeatTimeout.TotalMilliseconds),
        Limits = new ConnectionLimits(Limits.MaxMessageBytes, Limits.MessagesPerSecond, Limits.Connections),
    };

    private static ResumeOutcome OutcomeOf(StartingPlace place) => place.Cursor < place.ReplayTo
        ? new ResumeOutcome(place.Resumed, place.Cursor + 1, place.ReplayTo, place.ResetReason)
        : new ResumeOutcome(place.Resumed, null, null, place.ResetReason);

    private void End()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            if (_isEnding) return;
            _isEnding = true;
            room = _room;
            _room = null;
            ClearQueue();
            NoteEnded();
            _held.Clear();
        }

        room?.TrySetResult();
        _ended.Cancel();
    }

    /// <summary>Caller holds the gate.</summary>
    private void ClearQueue()
    {
        NoteUnsent();
        _queue.Clear();
        _watch.Forget();
        GiveUpDeliveries();
    }

    private void NoteEnd(string reason)
    {
        lock (_gate) _endReason ??= reason;
    }

    private static async Task TryCloseAsync(WebSocket socket, CloseCode code, string reason)
    {
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            socket.Abort();
        }
    }
}
