using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The rate limit of one connection: a bucket for each class of frames (protocol section 4). Used by the receive loop alone.</summary>
internal sealed class RateLimit(TimeProvider time)
{
    private const int ControlFactor = 10;

    private TokenBucket _messages;
    private TokenBucket _controls;

    /// <summary>How many frames of a class a second may bring.</summary>
    public static int RateOf(RateClass rateClass, int messagesPerSecond) =>
        rateClass == RateClass.Control ? (int)Math.Min((long)messagesPerSecond * ControlFactor, int.MaxValue) : messagesPerSecond;

    /// <summary>Takes one token, or says when there will be one.</summary>
    /// <param name="rateClass">The class of the frame.</param>
    /// <param name="messagesPerSecond">The rate of messages, as it is now.</param>
    /// <param name="retryAfter">When there will be a token; zero when one was taken.</param>
    public bool TryTake(RateClass rateClass, int messagesPerSecond, out TimeSpan retryAfter)
    {
        ref var bucket = ref rateClass == RateClass.Control ? ref _controls : ref _messages;
        return bucket.TryTake(RateOf(rateClass, messagesPerSecond), time, out retryAfter);
    }

    /// <summary>Puts the token of a message back that was taken for nothing.</summary>
    public void GiveBackMessage() => _messages.GiveBack();
}
