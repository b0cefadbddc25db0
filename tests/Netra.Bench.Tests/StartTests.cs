namespace Netra.Bench.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Start_StoreWithUsers_IsMeasuredEachTimeAndLeavesNothing()
    {
        await using var bench = BenchProgram.Start("start", "--users", "1500", "--rounds", "2", "--json");

        Assert.Equal((0, ""), (await bench.ExitAsync(), bench.Errors.Contains("xception", StringComparison.Ordinal) ? bench.Errors : ""));

        var outcome = Assert.Single(bench.Lines("outcome"));
        Assert.Equal((2, 2), (outcome.GetProperty("rounds").GetInt32(), outcome.GetProperty("metrics").GetArrayLength()));
        Assert.All(outcome.GetProperty("metrics").EnumerateArray(), metric => Assert.True(metric.GetProperty("value").GetDouble() > 0));
        Assert.Single(bench.Lines("requirement"));
        Assert.Equal(3, bench.Servers.Count());
        Assert.Empty(bench.LeftServers);
        Assert.Empty(bench.LeftFolders);
    }
}
