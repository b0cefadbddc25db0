namespace Netra.Bench.Tests;

public sealed class OutcomeTableTests
{
    [Fact]
    public void Of_TwoServers_HoldsTheSecondAgainstTheFirst()
    {
        var table = OutcomeTable.Of(Assert.Single(OutcomeGroup.Of([Made.Of("raw Kestrel", 10_000, 2), Made.Of("Netra", 2_500, 5)])));

        Assert.Equal("push: 1,000 users, batches (in times of raw Kestrel)", table.Title);
        Assert.Equal(["server", "durable", "rounds", "rate, msg/s", "CPU, s/100k", "allocated per message", "lost", "p50, ms", "p99, ms", "p99.9, ms"], table.Columns);
        Assert.Equal(["raw Kestrel", "no", "3", "10,000", "2", "500 B", "0", "1.00", "10.0", "100.0"], table.Rows[0]);
        Assert.Equal(["Netra", "yes", "3", "2,500 (0.25×)", "5 (2.50×)", "500 B (1.00×)", "0", "4.00 (4.00×)", "40.0 (4.00×)", "400.0 (4.00×)"], table.Rows[1]);
    }

    [Fact]
    public void Of_FigureThatOneServerLacks_IsADash()
    {
        var poor = Made.Of("poor", 100, 1) with { Metrics = [MetricKind.Rate.Of(50)], Latency = [] };

        var table = OutcomeTable.Of(Assert.Single(OutcomeGroup.Of([Made.Of("rich", 100, 1), poor])));

        Assert.Equal(["poor", "no", "3", "50 (0.50×)", "-", "-", "-", "-", "-", "-"], table.Rows[1]);
    }

    [Fact]
    public void Of_SeveralSettings_AreGroupsInTheirOrder()
    {
        var groups = OutcomeGroup.Of([Made.Of("a", 1, 1, setting: "z"), Made.Of("a", 1, 1, setting: "b"), Made.Of("b", 1, 1, setting: "z")]);

        Assert.Equal(["z", "b"], groups.Select(group => group.Setting));
        Assert.Equal([2, 1], groups.Select(group => group.Outcomes.Count));
    }
}
