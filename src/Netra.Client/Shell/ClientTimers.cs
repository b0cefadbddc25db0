namespace Netra.Client;

/// <summary>One timer for each name. Used by one loop alone.</summary>
internal sealed class ClientTimers(TimeProvider time, Reporter report) : IDisposable
{
    /// <summary>The system's timers take no more.</summary>
    private const long LongestMs = uint.MaxValue - 2;

    private readonly Dictionary<TimerName, Run> _runs = [];

    /// <summary>Starts a timer in the place of the one of this name.</summary>
    public void Set(TimerName name, long inMs)
    {
        Clear(name);
        _runs[name] = new Run(name, time, TimeSpan.FromMilliseconds(Math.Clamp(inMs, 0, LongestMs)), report);
    }

    public void Clear(TimerName name)
    {
        if (_runs.Remove(name, out var run)) run.Dispose();
    }

    public void Dispose()
    {
        foreach (var run in _runs.Values) run.Dispose();
        _runs.Clear();
    }

    private sealed class Run : ISupersedable, IDisposable
    {
        private readonly ITimer _timer;
        private volatile bool _isOver;

        public Run(TimerName name, TimeProvider time, TimeSpan delay, Reporter report) => _timer = time.CreateTimer(
            _ => _ = report(new CoreEvent.TimerFired(name), this).AsTask(), null, delay, Timeout.InfiniteTimeSpan);

        public bool IsOver => _isOver;

        public void Dispose()
        {
            _isOver = true;
            _timer.Dispose();
        }
    }
}
