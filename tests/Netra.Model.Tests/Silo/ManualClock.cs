namespace Netra.Model.Tests;

/// <summary>A clock that only the test moves. Timers run in real time: they bound waits, and decide nothing that the protocol speaks of.</summary>
internal sealed class ManualClock : TimeProvider
{
    // Not far from the real time, which Orleans looks at here and there.
    private long _nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public long NowMs => Interlocked.Read(ref _nowMs);

    public void Move(long byMs) => Interlocked.Add(ref _nowMs, byMs);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
}
