namespace Netra.Bench.Tests;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task Heartbeat_TwoHundredConnections_CountsTheirPingsAndLeavesNothing()
    {
        await using var bench = BenchProgram.Start("heartbeat", "--connections", "200", "--interval", "1", "--rounds", "3", "--json");

        Assert.Equal((0, ""), (await bench.ExitAsync(), bench.Errors.Contains("xception", StringComparison.Ordinal) ? bench.Errors : ""));

        var figures = Assert.Single(bench.Lines("heartbeat"));
        // On a machine that does much else a round may come late; that none came would be a fault.
        Assert.InRange(figures.GetProperty("pings").GetInt64(), 200, 5 * 200);
        Assert.True(figures.GetProperty("percent_at_default").GetDouble() >= 0);
        Assert.Equal("gateway", Assert.Single(bench.Lines("outcome")).GetProperty("server").GetString());
        Assert.Single(bench.Lines("requirement"));
        Assert.Equal(2, bench.Servers.Count());
        Assert.Empty(bench.LeftServers);
        Assert.Empty(bench.LeftFolders);
    }
}
