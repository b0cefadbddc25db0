namespace Netra.Bench.Tests;

/// <summary>Tests of workloads of load, each in short.</summary>
public abstract class LoadTests
{
    private static readonly string[] Faults = ["lost", "repeated", "reordered"];
    private static readonly string[] Costs = ["rate", "CPU", "resident"];

    /// <summary>Runs a workload: nothing is lost, repeated or reordered, its figures are there, and it leaves nothing.</summary>
    private protected static async Task AssertAsync(IReadOnlyList<string> servers, int settings, params string[] arguments)
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
