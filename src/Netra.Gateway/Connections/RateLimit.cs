namespace Netra.Gateway;

/// <summary>
/// The rate limit of one connection: two token buckets with a burst of one second, and the count of abusive seconds (protocol section 4). Used by the
/// receive loop alone.
/// </summary>
/// <remarks>
/// Four numbers instead of System.Threading.RateLimiting's limiter: that one keeps its own clock, which no test can drive, and costs
/// three objects for each connection.
/// </remarks>
internal sealed class RateLimit(int messagesPerSecond, TimeProvider time)
{
    /// <summary>After so many seconds in a row with refused frames a connection is abusive.</summary>
    private const int AbusiveSeconds = 10;

    private const int ControlFactor = 10;

    private double _messages = messagesPerSecond;
    private double _controls = (double)messagesPerSecond * ControlFactor;
    private long _filledAt = time.GetTimestamp();
    private long _refusedSecond = -1;
    private int _refusedRun;

    /// <summary>Frames were refused in each of the last ten seconds.</summary>
    public bool IsAbuse => _refusedRun >= AbusiveSeconds;

    /// <summary>Takes one token, or says when there will be one.</summary>
    public bool TryTake(RateClass rateClass, out TimeSpan retryAfter)
    {
        Fill();
        ref var tokens = ref rateClass == RateClass.Control ? ref _controls : ref _messages;
        if (tokens >= 1)
        {
            tokens--;
            retryAfter = TimeSpan.Zero;
            return true;
        }

        retryAfter = TimeSpan.FromSeconds((1 - tokens) / RateOf(rateClass));
        NoteRefusal();
        return false;
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_filledAt, now).TotalSeconds;
        _filledAt = now;
        _messages = Math.Min(RateOf(RateClass.Message), _messages + (seconds * RateOf(RateClass.Message)));
        _controls = Math.Min(RateOf(RateClass.Control), _controls + (seconds * RateOf(RateClass.Control)));
    }

    private void NoteRefusal()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (second == _refusedSecond) return;
        _refusedRun = second == _refusedSecond + 1 ? _refusedRun + 1 : 1;
        _refusedSecond = second;
    }

    private double RateOf(RateClass rateClass) => rateClass == RateClass.Control ? (double)messagesPerSecond * ControlFactor : messagesPerSecond;
}
