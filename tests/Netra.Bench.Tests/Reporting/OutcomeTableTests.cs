namespace Netra.Bench.Tests;

public sealed class OutcomeTableTests
{
    [Fact]
    public void Of_TwoServers_HoldsTheSecondAgainstTheFirst()
    {
        var tables = OutcomeTable.Of(Assert.Single(OutcomeGroup.Of([Made.Of("raw Kestrel", 10_000, 2), Made.Of("Netra", 2_500, 5)]))).ToList();

        Assert.Equal(2, tables.Count);
        Assert.Equal("push: 1,000 users, batches (in times of raw Kestrel); 0 everywhere: lost", tables[0].Title);
        Assert.Equal(["server", "durable", "rounds", "rate, msg/s", "CPU, s/100k", "allocated per message"], tables[0].Columns);
        Assert.Equal(["raw Kestrel", "no", "3", "10,000", "2", "500 B"], tables[0].Rows[0]);
        Assert.Equal(["Netra", "yes", "3", "2,500 (0.25×)", "5 (2.50×)", "500 B (1.00×)"], tables[0].Rows[1]);
        Assert.Equal("push: 1,000 users, batches, latency in ms (in times of raw Kestrel)", tables[1].Title);
        Assert.Equal(["server", "p50", "p99", "p99.9"], tables[1].Columns);
        Assert.Equal(["raw Kestrel", "1.00", "10.0", "100.0"], tables[1].Rows[0]);
        Assert.Equal(["Netra", "4.00 (4.00×)", "40.0 (4.00×)", "400.0 (4.00×)"], tables[1].Rows[1]);
    }

    [Fact]
    public void Of_FigureThatOneServerLacks_IsADash()
    {
        var poor = Made.Of("poor", 100, 1) with { Metrics = [MetricKind.Rate.Of(50)], Latency = [] };

        var tables = OutcomeTable.Of(Assert.Single(OutcomeGroup.Of([Made.Of("rich", 100, 1), poor]))).ToList();

        Assert.Equal(["poor", "no", "3", "50 (0.50×)", "-", "-"], tables[0].Rows[1]);
        Assert.Equal(["poor", "-", "-", "-"], tables[1].Rows[1]);
    }

    /// <summary>One message lost by one server in one round is a column, not a sentence.</summary>
    [Fact]
    public void Of_LossInOneRound_IsAColumn()
    {
        var good = Made.Of("good", 100, 1);
        var lossy = good with { Server = "lossy", Metrics = [.. good.Metrics.SkipLast(1), MetricKind.Lost.Of(0, 0, 7)] };

        var table = OutcomeTable.Of(Assert.Single(OutcomeGroup.Of([good, lossy]))).First();

        Assert.Equal("lost", table.Columns[^1]);
        Assert.DoesNotContain("0 everywhere", table.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SeveralSettings_AreGroupsInTheirOrder()
    {
        var groups = OutcomeGroup.Of([Made.Of("a", 1, 1, setting: "z"), Made.Of("a", 1, 1, setting: "b"), Made.Of("b", 1, 1, setting: "z")]);

        Assert.Equal(["z", "b"], groups.Select(group => group.Setting));
        Assert.Equal([2, 1], groups.Select(group => group.Outcomes.Count));
    }
}
