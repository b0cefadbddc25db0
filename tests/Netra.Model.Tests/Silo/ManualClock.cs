namespace Netra.Model.Tests;

/// <summary>A clock that only the test moves. Timers run in real time: they bound waits, and decide nothing that the protocol speaks of.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _nowMs = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public long NowMs => Interlocked.Read(ref _nowMs);

    public void Move(long byMs) => Interlocked.Add(ref _nowMs, byMs);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
}
