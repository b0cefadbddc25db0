using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>How many items a second a user may send, over all its connections (protocol section 4). Runs on the grain's scheduler.</summary>
internal sealed class UserRate(TimeProvider time)
{
    private TokenBucket _bucket;

    /// <summary>For the items of one call.</summary>
    /// <param name="perSecond">As many items; 0: any number.</param>
    public Call ForCall(int perSecond) => new(this, perSecond);

    /// <summary>Decides each item of a call once, when its turn comes, however often the call is tried.</summary>
    internal sealed class Call(UserRate rate, int perSecond)
    {
        private List<FrameError?>? _decided;

        /// <summary>Why an item is refused; null when it is within the rate. Ask in the items' order.</summary>
        public FrameError? Refuse(int index)
        {
            if (perSecond <= 0) return null;
            _decided ??= [];
            while (_decided.Count <= index) _decided.Add(Decide());
            return _decided[index];
        }

        /// <summary>Items from here on come again with another call: what they have taken is given back.</summary>
        public void GiveBackFrom(int index)
        {
            for (; index < _decided?.Count; index++)
                if (_decided[index] is null) rate._bucket.GiveBack();
        }

        private FrameError? Decide() => rate._bucket.TryTake(perSecond, rate.Time, out var retryAfter)
            ? null
            : new FrameError(ErrorCodes.RateLimited, $"More than {perSecond} messages a second from this user's connections together; this one was not handled.")
            {
                RetryAfterMs = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalMilliseconds)),
            };
    }

    private TimeProvider Time => time;
}
