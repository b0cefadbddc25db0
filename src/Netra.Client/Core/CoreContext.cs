namespace Netra.Client;

/// <summary>What the parts of a core share: the time of the present event, its actions, the timers that run, and chance.</summary>
/// <param name="numbers">Times and sizes.</param>
/// <param name="random">From 0 up to, not including, 1.</param>
internal sealed class CoreContext(ClientNumbers numbers, Func<double> random)
{
    private static readonly TimerName[] AllTimers = Enum.GetValues<TimerName>();

    private readonly HashSet<TimerName> _timers = [];
    private List<CoreAction> _actions = [];

    public ClientNumbers Numbers => numbers;

    /// <summary>Milliseconds of a clock that does not go back.</summary>
    public long Now { get; set; }

    public bool IsConnected { get; set; }

    public void Do(CoreAction action) => _actions.Add(action);

    public void Send(ReadOnlyMemory<byte> frame) => Do(new CoreAction.Send(frame));

    /// <summary>The actions since the last call.</summary>
    public IReadOnlyList<CoreAction> Take()
    {
        var actions = _actions;
        _actions = [];
        return actions;
    }

    public void SetTimer(TimerName timer, TimeSpan delay) => SetTimer(timer, (long)delay.TotalMilliseconds);

    public void SetTimer(TimerName timer, long inMs)
    {
        _timers.Add(timer);
        Do(new CoreAction.SetTimer(timer, inMs));
    }

    /// <summary>The timer has fired; false when it was cleared meanwhile.</summary>
    public bool Fired(TimerName timer) => _timers.Remove(timer);

    public bool Runs(TimerName timer) => _timers.Contains(timer);

    public void ClearTimer(TimerName timer)
    {
        if (_timers.Remove(timer)) Do(new CoreAction.ClearTimer(timer));
    }

    public void ClearTimers()
    {
        foreach (var timer in AllTimers) ClearTimer(timer);
    }

    /// <summary>Full jitter: a delay of chance, in milliseconds, up to a limit that doubles with each attempt.</summary>
    public long Jitter(int attempt)
    {
        var limit = Math.Min(Numbers.LongestDelay.TotalMilliseconds, Numbers.FirstDelay.TotalMilliseconds * Math.Pow(2, attempt));
        return (long)Math.Floor(random() * limit);
    }
}
