using Netra.Protocol;

namespace Netra.Client;

/// <summary>The connection itself: its states, delays and signs of life (docs/client.md, sections 2, 3 and 9).</summary>
/// <param name="context">What the parts of the core share.</param>
/// <param name="lost">Called when a connection is over, with its close code.</param>
internal sealed partial class Link(CoreContext context, Action<int?> lost)
{
    private const int MaxRefusals = 5;

    /// <summary>For how long an attempt that was given up or cut may be admitted late, and take over what followed it.</summary>
    private const long LateMs = 60_000;

    private ConnectionState _state = ConnectionState.Disconnected;
    private bool _isOpen;
    private int _refusals;
    private int _attempt;
    private long _establishedAt;
    private long _intervalMs;
    private long _heardAt;
    private bool _isPinged;
    private long _notBefore;
    private long? _comeBackAt;

    /// <summary>When this client has left a socket of its own accord, or lost one: the server may learn of either late.</summary>
    private long? _leftAt;

    public void Connect()
    {
        if (_state == ConnectionState.Waiting) Wake();
        if (_state is not (ConnectionState.Disconnected or ConnectionState.Closed)) return;
        _refusals = 0;
        Begin();
    }

    public void Disconnect()
    {
        if (_state == ConnectionState.Disconnected) return;
        Leave(CloseCode.Normal);
        Become(new ConnectionStatus { State = ConnectionState.Disconnected });
    }

    /// <summary>The network or the machine may be back.</summary>
    public void Wake()
    {
        if (_state == ConnectionState.Waiting)
        {
            var restMs = _notBefore - context.Now;
            if (restMs > 0)
            {
                context.SetTimer(TimerName.Retry, restMs);
                return;
            }

            context.ClearTimer(TimerName.Retry);
            Begin();
        }
        else if (_state == ConnectionState.Connected && !_isPinged)
        {
            Ping(context.Numbers.WakeTimeout);
        }
    }

    /// <summary><c>connection_established</c> came. False when it is not its time.</summary>
    public bool Establish(bool resumed, long intervalMs)
    {
        if (_state != ConnectionState.Connecting) return false;
        context.ClearTimer(TimerName.Connect);
        context.IsConnected = true;
        _establishedAt = context.Now;
        _intervalMs = intervalMs;
        _refusals = 0;
        Become(new ConnectionStatus { State = ConnectionState.Connected, Resumed = resumed });
        context.SetTimer(TimerName.Liveness, intervalMs);
        return true;
    }

    /// <summary>Any frame is a sign of life.</summary>
    public void Hear()
    {
        _heardAt = context.Now;
        _isPinged = false;
    }

    /// <summary>The socket has closed.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">What was said with it.</param>
    /// <param name="retryAfterMs">Takes the place of the code's floor.</param>
    public void Closed(int code, string reason, long? retryAfterMs = null)
    {
        if (!_isOpen) return;
        _isOpen = false;
        var verdict = CloseVerdict.Of(code, reason);
        if (code == (int)CloseCode.Unauthorized)
        {
            _isRefused = true;
            _refusals++;
        }

        var isByItself = code == (int)CloseCode.Replaced && _leftAt is { } leftAt && context.Now - leftAt < LateMs;
        if (code == CloseVerdict.Lost) _leftAt = context.Now;
        if (!(verdict.IsAgain || isByItself) || _refusals >= MaxRefusals) End(CloseCode.Normal, reason, code);
        else if (code == (int)CloseCode.ServiceRestart && _comeBackAt is { } at) WaitFor(code, reason, Math.Max(0, at - context.Now), 0);
        else Wait(code, reason, retryAfterMs ?? verdict.FloorMs);
    }

    /// <summary>The connection is of no use any more.</summary>
    public void Break(CloseCode closeCode, string reason)
    {
        if (_state is not (ConnectionState.Connecting or ConnectionState.Connected)) return;
        Leave(closeCode);
        Wait(null, reason, 0);
    }

    /// <summary>Ends for good.</summary>
    public void End(CloseCode closeCode, string reason, int? code = null)
    {
        Leave(closeCode, code);
        Become(new ConnectionStatus { State = ConnectionState.Closed, Code = code, Reason = reason });
    }

    /// <summary>Leaves this connection for another.</summary>
    public void Again()
    {
        Leave(CloseCode.Normal);
        Begin();
    }

    /// <summary>The server asks to come back later.</summary>
    public void ComeBack(long afterMs)
    {
        _comeBackAt = context.Now + afterMs;
        context.SetTimer(TimerName.ComeBack, afterMs);
    }

    public void Fire(TimerName timer)
    {
        if (timer == TimerName.Retry) Begin();
        else if (timer == TimerName.Connect) Break(CloseCode.HeartbeatTimeout, "timeout");
        else if (timer == TimerName.ComeBack) Again();
        else if (timer == TimerName.Token) Refresh();
        else if (timer == TimerName.Liveness) CheckLiveness();
    }

    private void Begin()
    {
        Become(new ConnectionStatus { State = ConnectionState.Connecting });
        context.SetTimer(TimerName.Connect, context.Numbers.ConnectTimeout);
        Ask(_isRefused ? TokenReason.Refused : TokenReason.Connect);
    }

    private void CheckLiveness()
    {
        var silentMs = context.Now - _heardAt;
        if (_isPinged) Break(CloseCode.HeartbeatTimeout, "silent");
        else if (silentMs >= _intervalMs) Ping(context.Numbers.PongTimeout);
        else context.SetTimer(TimerName.Liveness, _intervalMs - silentMs);
    }

    private void Ping(TimeSpan timeout)
    {
        _isPinged = true;
        context.Send(ClientFrames.Ping);
        context.SetTimer(TimerName.Liveness, timeout);
    }

    private void Wait(int? code, string reason, long floorMs)
    {
        // Released first: whether the attempts are counted anew is decided there.
        Release(code);
        var delayMs = floorMs + context.Jitter(_attempt);
        _attempt++;
        WaitFor(code, reason, delayMs, floorMs);
    }

    private void WaitFor(int? code, string reason, long delayMs, long floorMs)
    {
        Release(code);
        _notBefore = context.Now + floorMs;
        Become(new ConnectionStatus
        {
            State = ConnectionState.Waiting,
            Code = code,
            Reason = reason,
            RetryIn = TimeSpan.FromMilliseconds(delayMs),
        });
        context.SetTimer(TimerName.Retry, delayMs);
    }

    // Closes the socket, if there is one, and forgets the connection.
    private void Leave(CloseCode closeCode, int? code = null)
    {
        if (_isOpen)
        {
            context.Do(new CoreAction.Close((int)closeCode));
            _leftAt = context.Now;
        }

        _isOpen = false;
        Release(code);
    }

    private void Release(int? code)
    {
        var isOver = context.IsConnected;
        if (isOver && context.Now - _establishedAt >= context.Numbers.SteadyAfter.TotalMilliseconds) _attempt = 0;
        context.IsConnected = false;
        _asked = null;
        _isPinged = false;
        _comeBackAt = null;
        context.ClearTimers();
        if (isOver) lost(code);
    }

    private void Become(ConnectionStatus status)
    {
        _state = status.State;
        context.Do(new CoreAction.Connection(status));
    }
}
