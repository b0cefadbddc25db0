using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The rate limit that all connections of a user on this gateway share. That it holds over several gateways is the user's grain's affair. Thread-safe.</summary>
internal sealed class UserRateLimit(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TokenBucket _messages;

    /// <summary>Takes one token, or says when there will be one.</summary>
    /// <param name="messagesPerSecond">The rate, as it is now.</param>
    /// <param name="retryAfter">When there will be a token; zero when one was taken.</param>
    public bool TryTake(int messagesPerSecond, out TimeSpan retryAfter)
    {
        lock (_gate) return _messages.TryTake(messagesPerSecond, time, out retryAfter);
    }
}
