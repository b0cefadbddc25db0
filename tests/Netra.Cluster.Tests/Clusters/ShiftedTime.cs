namespace Netra.Cluster.Tests;

/// <summary>The real time, with a clock that the test can put forward. Timers are not moved.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public void Shift(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    public override long GetTimestamp() =>
        base.GetTimestamp() + (Interlocked.Read(ref _shiftTicks) * (TimestampFrequency / TimeSpan.TicksPerSecond));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shiftTicks));
}
