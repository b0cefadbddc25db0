using Microsoft.Extensions.Time.Testing;

namespace Netra.Gateway.Tests;

public sealed class TraceBoundTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_BeyondTheBound_WaitsForTime()
    {
        var bound = new TraceBound(3, _time);

        Assert.Equal(3, Take(bound, 10));
        _time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(1, Take(bound, 10));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, Take(bound, 10));
    }

    [Fact]
    public void TryTake_OfNone_IsFalseForEver()
    {
        var bound = new TraceBound(0, _time);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, Take(bound, 10));
    }

    [Fact]
    public void Charge_MoreThanThereIs_IsMadeUpForByThoseThatComeNext()
    {
        var bound = new TraceBound(10, _time);
        Assert.Equal(1, Take(bound, 1));
        bound.Charge(29);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, Take(bound, 1));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, Take(bound, 5));
    }

    private static int Take(TraceBound bound, int tries) => Enumerable.Range(0, tries).Count(_ => bound.TryTake());
}
