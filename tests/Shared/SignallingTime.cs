using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Netra.Testing;

/// <summary>Fake time that says when somebody begins to wait, so that a test never moves it too early.</summary>
internal sealed class SignallingTime : TimeProvider
{
    private readonly FakeTimeProvider _inner = new();
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _inner.CreateTimer(callback, state, dueTime, period);
        _delays.Writer.TryWrite(dueTime);
        return timer;
    }

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override long GetTimestamp() => _inner.GetTimestamp();

    /// <summary>Waits until somebody waits, and says for how long.</summary>
    public Task<TimeSpan> NextDelayAsync() => _delays.Reader.ReadAsync().AsTask().InTime();

    /// <summary>Waits until somebody waits, and lets that time pass.</summary>
    public async Task<TimeSpan> PassNextDelayAsync()
    {
        var delay = await NextDelayAsync();
        _inner.Advance(delay);
        return delay;
    }

    public void Advance(TimeSpan time) => _inner.Advance(time);

    /// <summary>Sets the clock, back too, without letting any wait end.</summary>
    public void SetClock(DateTimeOffset now) => _inner.AdjustTime(now);
}
