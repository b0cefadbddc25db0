namespace Netra.Bench.Tests;

/// <summary>Each workload of load once, with few clients: that nothing is lost, repeated or reordered, that its figures are there, and that it leaves nothing. No time is held against anything.</summary>
public sealed class LoadWorkloadTests
{
    private static readonly string[] Faults = ["lost", "repeated", "reordered"];
    private static readonly string[] Costs = ["rate", "CPU", "resident"];

    [Theory]
    [InlineData("push", 4)]
    [InlineData("tabs", 2)]
    [InlineData("fanout", 1)]
    [InlineData("burst", 1)]
    public Task Load_OfPublishers_DeliversEachOnceOnEveryServer(string workload, int settings) => AssertAsync(LoadServers.Available, settings, workload);

    [Fact]
    public Task Load_Echo_ComesBackOnceOnEveryServer() => AssertAsync([ServerNames.RawKestrel, ServerNames.SignalR, ServerNames.Netra], 2, "echo");

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

    [Theory]
    [InlineData("--rate must be whole numbers from 1 or max, not '0'.", "push", "--rate", "0")]
    [InlineData("--users must be whole numbers from 1, not 'few'.", "push", "--users", "few")]
    [InlineData("--seconds must be above 0 and at most 3600, not '0'.", "echo", "--seconds", "0")]
    [InlineData("--rounds must be from 1 to 1000, not '0'.", "cluster", "--rounds", "0")]
    [InlineData("A call takes at most 1000 messages, not 2000.", "push", "--batch", "2000")]
    [InlineData("--users must be a multiple of --batch: 10 is none of 3.", "fanout", "--users", "10", "--batch", "3")]
    [InlineData("--messages must be a multiple of --batch: 10 is none of 3.", "burst", "--messages", "10", "--batch", "3")]
    [InlineData("--users must be a multiple of 8, not 9.", "resume", "--users", "9")]
    public async Task Load_OptionsThatMakeNoSense_SaysSoBeforeAnythingStarts(string error, params string[] arguments)
    {
        await using var bench = BenchProgram.StartForPeople(arguments);

        Assert.Equal(1, await bench.ExitAsync());

        Assert.Contains(error, bench.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("starting", bench.Text, StringComparison.Ordinal);
    }

    private static async Task AssertAsync(IReadOnlyList<string> servers, int settings, params string[] arguments)
    {
        await using var bench = BenchProgram.Start([.. arguments, "--quick", "--json"]);

        var exit = await bench.ExitAsync();

        Assert.True(exit == 0, bench.Errors);
        Assert.Equal(Enumerable.Repeat(servers, settings).SelectMany(names => names), bench.Outcomes.Select(outcome => outcome.Server));
        Assert.All(bench.Outcomes, outcome =>
        {
            Assert.Equal((arguments[0], outcome.Server == ServerNames.Netra, 1), (outcome.Workload, outcome.IsDurable, outcome.Rounds));
            Assert.All(Faults, name => Assert.True(outcome.Find(name)!.Value == 0, $"{outcome.Server}, {outcome.Setting}: {outcome.Find(name)!.Value} {name}"));
            Assert.All(Costs, name => Assert.True(outcome.Find(name)!.Value > 0, $"{outcome.Server}, {outcome.Setting}: no {name}"));
            // The bare Kestrel allocates less in a short run than the runtime counts in one piece.
            Assert.True(outcome.Find("allocated per message")!.Value > 0 || outcome.Server == ServerNames.RawKestrel);
            Assert.Equal(outcome.IsDurable, outcome.Find("flushes per 100k") is not null);
            Assert.Equal(5, outcome.Latency.Count);
        });
        // A message costs the threads of the load nothing. What is left is a note of a whole round, and the runtime counts in pieces of 8 KiB: much for the hundred messages of a slow round.
        Assert.All(bench.Lines("load"), line => Assert.InRange(line.GetProperty("allocated_each").GetDouble(), 0, 200));
        Assert.NotEmpty(bench.Servers);
        Assert.Empty(bench.LeftServers);
        Assert.Empty(bench.LeftFolders);
    }
}
