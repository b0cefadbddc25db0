namespace Netra.Gateway.Tests;

public sealed class RateLimitTests
{
    private readonly ObservedTime _time = new();

    [Fact]
    public void TryTake_BurstOfOneSecond_ThenRefusedWithTheWait()
    {
        var limit = new RateLimit(_time);

        for (var i = 0; i < 50; i++) Assert.True(limit.TryTake(RateClass.Message, 50, out _));

        Assert.False(limit.TryTake(RateClass.Message, 50, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(20), wait);
    }

    [Fact]
    public void TryTake_AfterTheWait_OneMore()
    {
        var limit = new RateLimit(_time);
        for (var i = 0; i < 50; i++) limit.TryTake(RateClass.Message, 50, out _);
        limit.TryTake(RateClass.Message, 50, out var wait);

        _time.Advance(wait);

        Assert.True(limit.TryTake(RateClass.Message, 50, out _));
        Assert.False(limit.TryTake(RateClass.Message, 50, out _));
    }

    [Fact]
    public void TryTake_LongPause_BurstStaysOneSecond()
    {
        var limit = new RateLimit(_time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(5, TakeAll(limit, RateClass.Message, 5));
    }

    [Fact]
    public void TryTake_Controls_TenTimesAsManyOfTheirOwn()
    {
        var limit = new RateLimit(_time);

        Assert.Equal(5, TakeAll(limit, RateClass.Message, 5));
        Assert.Equal(50, TakeAll(limit, RateClass.Control, 5));
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(1, TakeAll(limit, RateClass.Message, 5));
        Assert.Equal(10, TakeAll(limit, RateClass.Control, 5));
    }

    [Fact]
    public void TryTake_RateFalls_BurstShrinksAtOnceAndNobodyWaitsForTheOldOne()
    {
        var limit = new RateLimit(_time);
        for (var i = 0; i < 1_000; i++) Assert.True(limit.TryTake(RateClass.Message, 1_000, out _));

        Assert.False(limit.TryTake(RateClass.Message, 5, out var wait));

        Assert.Equal(TimeSpan.FromMilliseconds(200), wait);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, TakeAll(limit, RateClass.Message, 5));
    }

    [Fact]
    public void TryTake_RateRises_FillsByTheNewOne()
    {
        var limit = new RateLimit(_time);
        Assert.Equal(5, TakeAll(limit, RateClass.Message, 5));

        _time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(25, TakeAll(limit, RateClass.Message, 50));
    }

    [Fact]
    public void GiveBackMessage_TakenForNothing_IsThereAgain()
    {
        var limit = new RateLimit(_time);
        Assert.Equal(5, TakeAll(limit, RateClass.Message, 5));

        limit.GiveBackMessage();

        Assert.Equal(1, TakeAll(limit, RateClass.Message, 5));
    }

    private static int TakeAll(RateLimit limit, RateClass rateClass, int messagesPerSecond)
    {
        var taken = 0;
        while (limit.TryTake(rateClass, messagesPerSecond, out _)) taken++;
        return taken;
    }
}
