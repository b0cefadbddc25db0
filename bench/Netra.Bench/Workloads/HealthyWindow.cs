using System.Diagnostics;

namespace Netra.Bench;

/// <summary>One measured stretch of a healthy user: what is due when, and what has come. Filled by the receive loop alone.</summary>
internal sealed class HealthyWindow
{
    /// <summary>Messages are numbered through all stretches, so that a late one of the stretch before is not taken for one of this.</summary>
    private readonly int _first;

    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly double _ticksEach;
    private readonly Latencies _echo = new();
    private readonly Latencies _delivery = new();
    private readonly bool[] _echoed;
    private readonly bool[] _delivered;
    private int _came;

    public HealthyWindow(int count, int rate, int first)
    {
        _first = first;
        _ticksEach = (double)Stopwatch.Frequency / rate;
        _echoed = new bool[count];
        _delivered = new bool[count];
    }

    public int First => _first;

    public int Last => _first + _echoed.Length - 1;

    public bool IsComplete => Volatile.Read(ref _came) == _echoed.Length + _delivered.Length;

    public void SleepUntilPublish(int index) => SleepUntil(PublishDue(index));

    public void SleepUntilPing(int index) => SleepUntil(PingDue(index));

    public void Take(int index, bool isPong)
    {
        if (index < First || index > Last) return;
        var seen = isPong ? _echoed : _delivered;
        if (seen[index - _first]) return;
        seen[index - _first] = true;
        (isPong ? _echo : _delivery).Add(Stopwatch.GetElapsedTime(isPong ? PingDue(index) : PublishDue(index)));
        Interlocked.Increment(ref _came);
    }

    /// <summary>Ends the stretch. What has not come counts with the patience that was had with it.</summary>
    public HealthyFigures End(TimeSpan patience)
    {
        var missing = 0;
        foreach (var (seen, latencies) in new[] { (_echoed, _echo), (_delivered, _delivery) })
        {
            foreach (var _ in seen.Where(came => !came))
            {
                missing++;
                latencies.Add(patience);
            }
        }

        return new HealthyFigures(_echo, _delivery, missing);
    }

    private long PublishDue(int index) => _startedAt + (long)((index - _first) * _ticksEach);

    /// <summary>Between two publishes.</summary>
    private long PingDue(int index) => _startedAt + (long)((index - _first + 0.5) * _ticksEach);

    private static void SleepUntil(long due)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left > TimeSpan.Zero) _ = NativeMethods.SleepMicroseconds((uint)left.TotalMicroseconds);
    }
}
