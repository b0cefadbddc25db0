using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Netra.Webhooks.Tests;

/// <summary>Fake time that says when a timer is set, when it is made or later, as cancellation sources do.</summary>
internal sealed class PacedTime : TimeProvider
{
    private readonly FakeTimeProvider _inner = new();
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, _inner.CreateTimer(callback, state, dueTime, period));
        Tell(dueTime);
        return timer;
    }

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override long GetTimestamp() => _inner.GetTimestamp();

    /// <summary>Waits until a timer is set, and says for how long.</summary>
    public Task<TimeSpan> NextDelayAsync() => _delays.Reader.ReadAsync().AsTask().InTime();

    public void Advance(TimeSpan time) => _inner.Advance(time);

    private void Tell(TimeSpan dueTime)
    {
        if (dueTime > TimeSpan.Zero) _delays.Writer.TryWrite(dueTime);
    }

    private sealed class Timer(PacedTime time, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            time.Tell(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
