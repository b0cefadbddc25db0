namespace Netra.Gateway;

/// <summary>A token bucket with a burst of one second, whose rate is said at each call, so that it may change. Full at first. Not thread-safe.</summary>
/// <remarks>
/// Two numbers instead of System.Threading.RateLimiting's limiter: that one keeps its own clock, which no test can drive, and costs several objects for each
/// connection.
/// </remarks>
internal struct TokenBucket
{
    /// <summary>How many tokens are missing.</summary>
    private double _taken;
    private long _filledAt;

    /// <summary>Takes one token, or says when there will be one.</summary>
    /// <param name="rate">Tokens a second, and how many the bucket holds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="retryAfter">When there will be a token; zero when one was taken.</param>
    public bool TryTake(double rate, TimeProvider time, out TimeSpan retryAfter)
    {
        var now = time.GetTimestamp();
        // With a rate that has fallen no more than a whole bucket is missing.
        _taken = Math.Min(rate, Math.Max(0, _taken - (time.GetElapsedTime(_filledAt, now).TotalSeconds * rate)));
        _filledAt = now;
        if (_taken + 1 <= rate)
        {
            _taken++;
            retryAfter = TimeSpan.Zero;
            return true;
        }

        retryAfter = TimeSpan.FromSeconds((_taken + 1 - rate) / rate);
        return false;
    }
}
