using System.Diagnostics;

namespace Netra.Bench;

/// <summary>
/// When each call of one stretch is due. Its messages count from there, whenever it could be made: a server that stalls makes everything late that falls due
/// meanwhile.
/// </summary>
internal sealed class Schedule
{
    private readonly double _ticksEach;
    private readonly long _calls;
    private readonly bool _isFastest;

    private Schedule(Pacing pacing, int batch)
    {
        StartedAt = Stopwatch.GetTimestamp();
        EndsAt = StartedAt + (long)(pacing.Length.TotalSeconds * Stopwatch.Frequency);
        _isFastest = pacing is { PerSecond: null, Count: null };
        _ticksEach = pacing.PerSecond is { } rate ? batch * Stopwatch.Frequency / rate : 0;
        _calls = pacing.Count / batch ?? long.MaxValue;
    }

    public long StartedAt { get; }

    /// <summary>When sending ends, whatever has not been sent.</summary>
    public long EndsAt { get; }

    /// <summary>When the last message is due at the latest.</summary>
    public long LastDueAt => _calls == long.MaxValue ? EndsAt : StartedAt;

    /// <summary>A stretch that begins now.</summary>
    /// <param name="pacing">How messages follow each other.</param>
    /// <param name="batch">Messages of a call.</param>
    public static Schedule Begin(Pacing pacing, int batch) => new(pacing, batch);

    /// <summary>When a call is due, by its number; false when there is no such call.</summary>
    public bool TryDue(long call, long now, out long due)
    {
        due = _isFastest ? now : StartedAt + (long)(call * _ticksEach);
        return call < _calls && due < EndsAt;
    }
}
