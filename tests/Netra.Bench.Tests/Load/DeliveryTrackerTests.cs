using CsCheck;

namespace Netra.Bench.Tests;

public sealed class DeliveryTrackerTests
{
    [Theory]
    [InlineData("0123", 4, 0, 0, 0)]
    [InlineData("013", 4, 1, 0, 0)]
    [InlineData("01", 4, 2, 0, 0)]
    [InlineData("0132", 4, 0, 0, 1)]
    [InlineData("3210", 4, 0, 0, 3)]
    [InlineData("01123", 4, 0, 1, 0)]
    [InlineData("013223", 4, 0, 2, 1)]
    [InlineData("", 0, 0, 0, 0)]
    public void End_NumbersThatCame_CountsWhatWentWrong(string came, int published, int lost, int repeated, int reordered)
    {
        var tracker = new DeliveryTracker(1);
        foreach (var number in came) tracker.Take(0, number - '0');

        Assert.Equal(new DeliveryFaults(lost, repeated, reordered), tracker.End([0], _ => published));
    }

    [Fact]
    public void End_SecondStretch_CountsOnlyItsOwnFaults()
    {
        var tracker = new DeliveryTracker(2);
        tracker.Take(0, 1);
        Assert.Equal(new DeliveryFaults(3, 0, 0), tracker.End([0, 1], _ => 2));
        tracker.Take(0, 2);
        tracker.Take(1, 2);

        Assert.Equal(default, tracker.End([0, 1], _ => 3));
    }

    [Fact]
    public void End_AnyNumbers_CountsAsSetsDo() => Gen.Int[0, 30].List[0, 60].Sample(came =>
    {
        const int published = 31;
        var tracker = new DeliveryTracker(1);
        foreach (var number in came) tracker.Take(0, number);

        var faults = tracker.End([0], _ => published);

        Assert.Equal(published - came.Distinct().Count(), faults.Lost);
        Assert.Equal(came.Count - came.Distinct().Count(), faults.Repeated);
        var first = came.Distinct().ToList();
        Assert.Equal(first.Where((number, i) => first.Take(i).Any(before => before > number)).Count(), faults.Reordered);
    });
}
