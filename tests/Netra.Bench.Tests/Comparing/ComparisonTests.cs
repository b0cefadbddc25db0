namespace Netra.Bench.Tests;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData("rate", new[] { 90.0, 100, 110 }, new[] { 180.0, 200, 220 }, 2.0, "better")]
    [InlineData("rate", new[] { 90.0, 100, 110 }, new[] { 40.0, 50, 60 }, 0.5, "worse")]
    [InlineData("rate", new[] { 90.0, 100, 110 }, new[] { 105.0, 125, 130 }, 1.25, "within the rounds")]
    [InlineData("rate", new[] { 100.0 }, new[] { 200.0 }, 2.0, "better, not told from chance")]
    [InlineData("CPU", new[] { 90.0, 100, 110 }, new[] { 180.0, 200, 220 }, 2.0, "worse")]
    [InlineData("CPU", new[] { 90.0, 100, 110 }, new[] { 40.0, 50, 60 }, 0.5, "better")]
    [InlineData("CPU", new[] { 1.0, 1, 1 }, new[] { 2.0, 2, 2 }, 2.0, "worse, not told from chance")]
    [InlineData("lost", new[] { 0.0, 0 }, new[] { 0.0, 0 }, null, "same")]
    [InlineData("lost", new[] { 0.0, 0 }, new[] { 5.0, 5 }, null, "worse")]
    public void Verdict_Change_IsTold(string metric, double[] before, double[] after, double? ratio, string verdict)
    {
        var kind = MetricKind.All.Single(kind => kind.Name == metric);
        var change = new Change(kind.Of(before), kind.Of(after), before.Length);

        Assert.Equal(ratio, change.Ratio);
        Assert.Equal(verdict, change.Verdict());
    }

    [Fact]
    public void Of_TwoRuns_HoldsWhatBothHave()
    {
        var before = Made.Run(Made.Of("a", 100, 1), Made.Of("b", 100, 1), Made.Of("gone", 100, 1));
        var after = Made.Run(Made.Of("b", 200, 1), Made.Of("a", 100, 2), Made.Of("a", 100, 1, setting: "new"));

        var comparison = Comparison.Of(before, after);

        Assert.Equal(["a", "b"], comparison.Changes.Select(one => one.Outcome.Server));
        Assert.Equal(["rate", "CPU", "allocated per message", "lost", "p50", "p99", "p99.9"], comparison.Changes[0].Changes.Select(change => change.Before.Name));
        Assert.Equal(2, comparison.Changes[0].Changes[1].Ratio);
        Assert.Equal(2, comparison.Changes[1].Changes[0].Ratio);
        Assert.Equal(0.5, comparison.Changes[1].Changes[4].Ratio);
        Assert.Equal(["push, 1,000 users, batches, gone"], comparison.OnlyBefore);
        Assert.Equal(["push, new, a"], comparison.OnlyAfter);
    }

    [Fact]
    public void Of_FigureInAnotherUnit_IsNotHeldAgainstIt()
    {
        var before = Made.Of("a", 100, 1) with { Metrics = [new MetricKind("x", "ms").Of(1)], Latency = [] };
        var after = before with { Metrics = [new MetricKind("x", "s").Of(1)] };

        var comparison = Comparison.Of(Made.Run(before), Made.Run(after));

        Assert.Empty(Assert.Single(comparison.Changes).Changes);
        Assert.Equal(["push, 1,000 users, batches, a: x, ms"], comparison.OnlyBefore);
        Assert.Equal(["push, 1,000 users, batches, a: x, s"], comparison.OnlyAfter);
    }
}
