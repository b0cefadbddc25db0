using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Netra.Abstractions;

namespace Netra.Grains.Tests;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();
    private TokenBucket _bucket;

    [Fact]
    public void TryTake_BurstOfASecond_IsGivenAndThenOneAfterTheOther()
    {
        Assert.Equal(10, TakeAll(10));
        Assert.False(_bucket.TryTake(10, _time, out var retryAfter));
        Assert.Equal(TimeSpan.FromMilliseconds(100), retryAfter);
        _time.Advance(retryAfter);
        Assert.Equal(1, TakeAll(10));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, TakeAll(10));
    }

    [Fact]
    public void TryTake_OtherRate_CutsWhatIsThereAndFillsByTheNewOne()
    {
        Assert.True(_bucket.TryTake(10, _time, out _));
        Assert.Equal(3, TakeAll(3));
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(50, TakeAll(100));
    }

    [Fact]
    public void GiveBack_TokenTakenForNothing_IsThereAgain()
    {
        Assert.Equal(5, TakeAll(5));
        _bucket.GiveBack();
        Assert.Equal(1, TakeAll(5));
    }

    /// <summary>However the calls come: never more than the burst and what time has brought, and never refused while that is there.</summary>
    [Fact]
    public void TryTake_RandomCalls_GiveWhatTheTimeAllows() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[0, 300].Array[1, 200]).Sample((rate, waits) =>
        {
            var time = new FakeTimeProvider();
            var bucket = default(TokenBucket);
            double expected = rate;
            foreach (var wait in waits)
            {
                time.Advance(TimeSpan.FromMilliseconds(wait));
                expected = Math.Min(rate, expected + (wait * rate / 1000.0));
                // Where rounding decides, either is right.
                if (Math.Abs(expected - 1) < 1e-6) return;
                Assert.Equal(expected >= 1, bucket.TryTake(rate, time, out var retryAfter));
                if (expected >= 1) expected--;
                else Assert.InRange(retryAfter.TotalSeconds, ((1 - expected) / rate) - 1e-6, ((1 - expected) / rate) + 1e-6);
            }
        });

    private int TakeAll(int perSecond)
    {
        var taken = 0;
        while (_bucket.TryTake(perSecond, _time, out _)) taken++;
        return taken;
    }
}
