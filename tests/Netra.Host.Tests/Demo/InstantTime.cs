namespace Netra.Host.Tests;

/// <summary>Time that passes as soon as somebody waits for it. Counts what was waited for.</summary>
internal sealed class InstantTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2025, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private DateTimeOffset _now = Start;

    /// <summary>The waits, in order.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        _now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
