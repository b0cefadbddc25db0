namespace Netra.Bench.Tests;

public sealed class MetricKindTests
{
    [Fact]
    public void Of_OddRounds_IsTheMiddleOne() => Assert.Equal(new Metric("rate", "msg/s", 3, 1, 9, IsBetterHigher: true), MetricKind.Rate.Of(9, 1, 3));

    [Fact]
    public void Of_EvenRounds_IsBetweenTheMiddleTwo() => Assert.Equal(new Metric("CPU", "s/100k", 2.5, 1, 9, IsBetterHigher: false), MetricKind.Cpu.Of(9, 1, 3, 2));

    [Fact]
    public void Of_NoRound_IsRefused() => Assert.Throws<ArgumentException>(() => MetricKind.Rate.Of());

    [Fact]
    public void Of_NoNumber_IsRefused() => Assert.Throws<ArgumentException>(() => MetricKind.Rate.Of(1, double.NaN));

    [Fact]
    public void All_Names_AreDistinct() => Assert.Equal(MetricKind.All.Count, MetricKind.All.Select(kind => kind.Name).Distinct().Count());

    /// <summary>What a budget may bound by itself: nothing that a faster machine would change.</summary>
    [Fact]
    public void All_Portable_AreNoTimes() => Assert.All(MetricKind.All.Where(kind => kind.IsPortable), kind => Assert.Contains(kind.Unit, new[] { Units.Bytes, Units.Count }));
}
