using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Netra.Gateway.Tests;

/// <summary>A clock that the test turns, and that tells when somebody begins to wait for it.</summary>
internal sealed class ObservedTime() : FakeTimeProvider(Origin)
{
    public static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public long NowMs => GetUtcNow().ToUnixTimeMilliseconds();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan) _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits for this clock, and answers for how long.</summary>
    public Task<TimeSpan> NextTimerAsync() => _timers.Reader.ReadAsync().AsTask().WithinReason();
}
