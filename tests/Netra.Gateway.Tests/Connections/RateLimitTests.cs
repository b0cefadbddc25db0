namespace Netra.Gateway.Tests;

public sealed class RateLimitTests
{
    private readonly ObservedTime _time = new();

    [Fact]
    public void TryTake_BurstOfOneSecond_ThenRefusedWithTheWait()
    {
        var limit = new RateLimit(50, _time);

        for (var i = 0; i < 50; i++) Assert.True(limit.TryTake(RateClass.Message, out _));

        Assert.False(limit.TryTake(RateClass.Message, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(20), wait);
    }

    [Fact]
    public void TryTake_AfterTheWait_OneMore()
    {
        var limit = new RateLimit(50, _time);
        for (var i = 0; i < 50; i++) limit.TryTake(RateClass.Message, out _);
        limit.TryTake(RateClass.Message, out var wait);

        _time.Advance(wait);

        Assert.True(limit.TryTake(RateClass.Message, out _));
        Assert.False(limit.TryTake(RateClass.Message, out _));
    }

    [Fact]
    public void TryTake_LongPause_BurstStaysOneSecond()
    {
        var limit = new RateLimit(5, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(5, TakeAll(limit, RateClass.Message));
    }

    [Fact]
    public void TryTake_Controls_TenTimesAsManyOfTheirOwn()
    {
        var limit = new RateLimit(5, _time);

        Assert.Equal(5, TakeAll(limit, RateClass.Message));
        Assert.Equal(50, TakeAll(limit, RateClass.Control));
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(1, TakeAll(limit, RateClass.Message));
        Assert.Equal(10, TakeAll(limit, RateClass.Control));
    }

    [Fact]
    public void IsAbuse_RefusedInTenSecondsOnEnd_True()
    {
        var limit = new RateLimit(1, _time);

        for (var second = 1; second <= 10; second++)
        {
            Assert.False(limit.IsAbuse);
            TakeAll(limit, RateClass.Message);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(limit.IsAbuse);
    }

    [Fact]
    public void IsAbuse_OneSecondWithoutRefusal_CountsAnew()
    {
        var limit = new RateLimit(1, _time);
        for (var second = 1; second <= 9; second++)
        {
            TakeAll(limit, RateClass.Message);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        TakeAll(limit, RateClass.Message);

        Assert.False(limit.IsAbuse);
    }

    [Fact]
    public void IsAbuse_ManyRefusalsInOneSecond_CountOnce()
    {
        var limit = new RateLimit(1, _time);

        for (var i = 0; i < 100; i++) limit.TryTake(RateClass.Message, out _);

        Assert.False(limit.IsAbuse);
    }

    private static int TakeAll(RateLimit limit, RateClass rateClass)
    {
        var taken = 0;
        while (limit.TryTake(rateClass, out _)) taken++;
        return taken;
    }
}
