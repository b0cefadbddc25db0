namespace Netra.Gateway.Tests;

public sealed class AbuseCountTests
{
    private AbuseCount _count;

    [Fact]
    public void Note_RefusedInTenSecondsOnEnd_TrueWithTheTenth()
    {
        for (var second = 1; second <= 9; second++) Assert.False(_count.Note(second * 1_000));

        Assert.True(_count.Note(10_000));
    }

    [Fact]
    public void Note_OneSecondWithoutRefusal_CountsAnew()
    {
        for (var second = 1; second <= 9; second++) _count.Note(second * 1_000);

        for (var second = 11; second <= 19; second++) Assert.False(_count.Note(second * 1_000));

        Assert.True(_count.Note(20_999));
    }

    [Fact]
    public void Note_ManyRefusalsInOneSecond_CountOnce()
    {
        for (var i = 0; i < 100; i++) Assert.False(_count.Note(5_000 + i));
    }
}
