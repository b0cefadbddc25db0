namespace Netra.Bench.Tests;

public sealed class IdleTests
{
    /// <summary>The host that is measured is built as these tests are.</summary>
#if DEBUG
    private const bool IsDebug = true;
#else
    private const bool IsDebug = false;
#endif

    [Fact]
    public async Task Idle_TwoHundredConnectionsAndPeer_MeasuresThemAndLeavesNothing()
    {
        await using var bench = BenchProgram.Start("idle", "--connections", "200", "--peer", "--settle", "1", "--json");

        Assert.Equal((0, ""), (await bench.ExitAsync(), bench.Errors.Contains("xception", StringComparison.Ordinal) ? bench.Errors : ""));

        var figures = bench.Lines("idle");
        Assert.Equal(["bare Kestrel", "gateway", "silo beside it"], figures.Select(line => line.GetProperty("server").GetString()));
        Assert.All(figures, line => Assert.Equal(200, line.GetProperty("connections").GetInt32()));
        Assert.All(figures, line => Assert.True(line.GetProperty("standing").GetProperty("rss").GetInt64() > 10_000_000));
        Assert.Contains("bench/Netra.Bench -- idle --connections 200", Assert.Single(bench.Lines("run")).GetProperty("repeat").GetString(), StringComparison.Ordinal);
        Assert.Equal(IsDebug, Assert.Single(bench.Lines("run")).GetProperty("debug_build").GetBoolean());
        Assert.Equal(Environment.ProcessorCount, Assert.Single(bench.Lines("run")).GetProperty("machine").GetProperty("cores").GetInt32());
        Assert.Equal(["bare Kestrel", "gateway", "silo beside it"], bench.Lines("outcome").Select(line => line.GetProperty("server").GetString()));
        Assert.Single(bench.Lines("requirement"));
        Assert.Equal(3, bench.Servers.Count());
        Assert.Empty(bench.LeftServers);
        Assert.Empty(bench.LeftFolders);
    }

    [Fact]
    public async Task Idle_Interrupted_LeavesNothing()
    {
        await using var bench = BenchProgram.Start("idle", "--connections", "200", "--settle", "60", "--json");
        await bench.ReadUntilAsync("process");

        bench.Interrupt();

        Assert.Equal(130, await bench.ExitAsync());
        Assert.Empty(bench.Lines("end"));
        Assert.NotEmpty(bench.Servers);
        Assert.Empty(bench.LeftServers);
        Assert.Empty(bench.LeftFolders);
    }

    [Fact]
    public async Task Idle_MoreConnectionsThanMayBeOpen_SaysWhatIsLacking()
    {
        await using var bench = BenchProgram.Start("idle", "--connections", "2000000000", "--json");

        Assert.Equal(1, await bench.ExitAsync());

        Assert.Contains("ulimit -n 2000001000", bench.Errors, StringComparison.Ordinal);
        Assert.Empty(bench.Servers);
    }
}
