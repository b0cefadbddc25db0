namespace Netra.Bench.Tests;

public sealed class LogTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task Log_EmbeddedStore_CountsCommitsAndLeavesNothing(string store)
    {
        await using var bench = BenchProgram.Start("log", "--store", store, "--users", "20", "--keep", "5", "--seconds", "1", "--rounds", "1", "--json");

        Assert.Equal((0, ""), (await bench.ExitAsync(), bench.Errors.Contains("xception", StringComparison.Ordinal) ? bench.Errors : ""));

        var figures = Assert.Single(bench.Lines("log"));
        Assert.True(figures.GetProperty("per_second").GetDouble() > 0);
        Assert.InRange(figures.GetProperty("group_size").GetDouble(), 1, 20);
        Assert.Empty(bench.LeftFolders);
    }
}
