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

    [Fact]
    public async Task Log_Files_HaveWhatTheTablesHaveAndCanBeCompared()
    {
        await using var bench = BenchProgram.StartForPeople(
            "log", "--store", "memory", "--users", "20", "--keep", "5", "--seconds", "1", "--rounds", "2", "--json", "{folder}/run.jsonl", "--html", "{folder}/run.html");

        Assert.Equal((0, ""), (await bench.ExitAsync(), bench.Errors));

        var file = Path.Combine(bench.Folder, "run.jsonl");
        var run = JsonLines.Read(file, await File.ReadAllLinesAsync(file));
        var rate = Assert.Single(run.Outcomes).Find("commits")!;
        Assert.Equal(2, run.Outcomes[0].Rounds);
        Assert.NotNull(run.Facts.LoadAverageAtEnd);
        Assert.Contains("log --store memory --users 20", run.Facts.Repeat, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(bench.Folder, "run.html"));
        Assert.Contains($">{Figure.UnderUnit(rate.Value, rate.Unit)}</data>", page, StringComparison.Ordinal);
        Assert.Contains("Commits of 20 users on memory", bench.Text, StringComparison.Ordinal);

        await using var paging = BenchProgram.StartForPeople("page", file, "{folder}/again.html");
        Assert.Equal((0, ""), (await paging.ExitAsync(), paging.Errors));
        Assert.Equal(page, await File.ReadAllTextAsync(Path.Combine(paging.Folder, "again.html")));

        await using var comparing = BenchProgram.StartForPeople("compare", file, file);
        Assert.Equal((0, ""), (await comparing.ExitAsync(), comparing.Errors));
        Assert.Contains("log: 20 users, 256 bytes, 5 kept", comparing.Text, StringComparison.Ordinal);
        Assert.Contains("1.00×", comparing.Text, StringComparison.Ordinal);
        Assert.Contains("same", comparing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_FileThatIsNoRun_SaysWhy()
    {
        await using var bench = BenchProgram.StartForPeople("compare", "{folder}/missing.jsonl", "{folder}/missing.jsonl");

        Assert.Equal(1, await bench.ExitAsync());

        Assert.Contains("missing.jsonl' can't be read", bench.Errors, StringComparison.Ordinal);
    }
}
