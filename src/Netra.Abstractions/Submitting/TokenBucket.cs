namespace Netra.Abstractions;

/// <summary>
/// A token bucket with a burst of one second. The rate is said at each call and may be another one each time: what is in the bucket stays, cut to the
/// new burst. Not thread-safe; a field, not a copy.
/// </summary>
/// <remarks>
/// Two numbers instead of System.Threading.RateLimiting's limiter: that one keeps its own clock, which no test can drive, and costs three objects.
/// </remarks>
public struct TokenBucket
{
    private double _tokens;

    /// <summary>A timestamp of the clock; 0 before the first call, which finds the bucket full.</summary>
    private long _filledAt;

    /// <summary>Takes one token, or says when there will be one.</summary>
    /// <param name="perSecond">How many tokens come in a second, and are in the bucket at most. At least 1.</param>
    /// <param name="time">The clock, the same at each call.</param>
    /// <param name="retryAfter">How long until there is a token; zero when one was taken.</param>
    public bool TryTake(int perSecond, TimeProvider time, out TimeSpan retryAfter)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        var now = time.GetTimestamp();
        var seconds = _filledAt == 0 ? 1 : time.GetElapsedTime(_filledAt, now).TotalSeconds;
        // A clock that begins at 0 must not look as if nobody had called yet.
        _filledAt = now == 0 ? 1 : now;
        _tokens = Math.Min(perSecond, _tokens + (Math.Max(0, seconds) * perSecond));
        if (_tokens >= 1)
        {
            _tokens--;
            retryAfter = TimeSpan.Zero;
            return true;
        }

        retryAfter = TimeSpan.FromSeconds((1 - _tokens) / perSecond);
        return false;
    }

    /// <summary>Puts a token back that was taken for nothing.</summary>
    public void GiveBack() => _tokens++;
}
