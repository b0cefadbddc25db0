using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Netra.Host;

/// <summary>Log levels that hold for a while in place of the configured ones. Thread-safe.</summary>
internal sealed class LogLevelOverrides : IPostConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    /// <summary>What configuration calls the categories that it does not name.</summary>
    private const string Default = "Default";

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private LogLevelOverride _current = LogLevelOverride.None;
    private CancellationTokenSource _changed = new();

    public LogLevelOverrides(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public LogLevelOverride Current
    {
        get
        {
            lock (_gate) return _current;
        }
    }

    string? IOptionsChangeTokenSource<LoggerFilterOptions>.Name => Options.DefaultName;

    /// <summary>From now on these levels hold, and no others of an earlier call, until the time is over.</summary>
    public LogLevelOverride Set(IReadOnlyDictionary<string, LogLevel> levels, TimeSpan time)
    {
        LogLevelOverride set;
        lock (_gate)
        {
            set = _current = new LogLevelOverride(levels, _time.GetUtcNow() + time);
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }

        Tell();
        return set;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _current = LogLevelOverride.None;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Tell();
    }

    /// <summary>Of rules for the same category the last one holds.</summary>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        foreach (var (category, level) in Current.Levels)
            options.Rules.Add(new LoggerFilterRule(providerName: null, category.Equals(Default, StringComparison.OrdinalIgnoreCase) ? null : category, level, filter: null));
    }

    IChangeToken IOptionsChangeTokenSource<LoggerFilterOptions>.GetChangeToken()
    {
        lock (_gate) return new CancellationChangeToken(_changed.Token);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _changed.Dispose();
    }

    /// <summary>A timer may fire just as its time is set anew.</summary>
    private void Expire()
    {
        lock (_gate)
        {
            if (_current.Until is not { } until) return;
            var left = until - _time.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            _current = LogLevelOverride.None;
        }

        Tell();
    }

    private void Tell()
    {
        CancellationTokenSource before;
        lock (_gate) (before, _changed) = (_changed, new CancellationTokenSource());
        before.Cancel();
        before.Dispose();
    }
}
