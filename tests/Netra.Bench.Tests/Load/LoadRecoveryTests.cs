namespace Netra.Bench.Tests;

/// <summary>Workloads whose servers are several, or go: that nothing is lost but where nothing is kept, and nothing is left.</summary>
public sealed class LoadRecoveryTests : LoadTests
{
    [Fact]
    public Task Load_Cluster_DeliversEachOnce() => AssertAsync([ServerNames.Netra], 4, "cluster");

    [Theory]
    [InlineData]
    [InlineData("--restart-server")]
    public Task Load_Resume_DeliversWhatWasMissedOnce(params string[] options) => AssertAsync([ServerNames.Netra], 1, ["resume", .. options]);

    [Fact]
    public async Task Load_ResumeOnAServerThatKeepsNothing_HasLostAll()
    {
        await using var bench = BenchProgram.Start("resume", "--quick", "--servers", "signalr", "--json");

        Assert.Equal(0, await bench.ExitAsync());

        var outcome = Assert.Single(bench.Outcomes);
        Assert.Equal(16 * 5, outcome.Find("lost")!.Value);
        Assert.Empty(bench.LeftServers);
    }

    [Fact]
    public async Task Load_Interrupted_LeavesNothing()
    {
        await using var bench = BenchProgram.Start("push", "--users", "20", "--rate", "100", "--batch", "10", "--warm-up", "120", "--servers", "kestrel", "netra", "--json");
        await bench.ReadUntilAsync("process");

        bench.Interrupt();

        Assert.Equal(130, await bench.ExitAsync());
        Assert.Empty(bench.Lines("outcome"));
        Assert.NotEmpty(bench.Servers);
        Assert.Empty(bench.LeftServers);
        Assert.Empty(bench.LeftFolders);
    }
}
