namespace Netra.Bench.Tests;

/// <summary>Each workload of load once, with few clients: that nothing is lost, repeated or reordered, that its figures are there, and that it leaves nothing. No time is held against anything.</summary>
public sealed class LoadWorkloadTests : LoadTests
{
    [Theory]
    [InlineData("push", 4)]
    [InlineData("tabs", 2)]
    [InlineData("fanout", 1)]
    [InlineData("burst", 1)]
    public Task Load_OfPublishers_DeliversEachOnceOnEveryServer(string workload, int settings) => AssertAsync(LoadServers.Available, settings, workload);

    [Fact]
    public Task Load_Echo_ComesBackOnceOnEveryServer() => AssertAsync([ServerNames.RawKestrel, ServerNames.SignalR, ServerNames.Netra], 2, "echo");

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
}
