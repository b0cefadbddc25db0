namespace Netra.Gateway;

/// <summary>How many traces a second others may ask for. Thread-safe.</summary>
/// <param name="perSecond">So many, and as many at once; 0: none.</param>
/// <param name="time">The clock.</param>
internal sealed class TraceBound(int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = perSecond;
    private long _filledAt = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(perSecond, _left + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }

    /// <summary>What was taken turns out to be as much work as so many more: those that come next wait for it.</summary>
    public void Charge(int more)
    {
        lock (_gate) _left -= more;
    }
}
