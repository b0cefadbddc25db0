namespace Netra.EndToEnd.Tests;

/// <summary>What connections that are gone leave behind in the process: nothing.</summary>
public sealed class ProcessResourceTests(ChurnedHost churned) : IClassFixture<ChurnedHost>
{
    [Fact]
    public void ProcessResources_BehindEachRound_AreWhatTheyWereBehindTheFirst()
    {
        Assert.Equal(ChurnedHost.Rounds, churned.Uses.Count);
        Assert.True(churned.Busy.Descriptors >= churned.Uses[0].Descriptors + 100 - ChurnedHost.Slack, "Each open connection is a descriptor.");
        Assert.All(churned.Uses, use => Assert.InRange(use.Descriptors, 1, churned.Uses[0].Descriptors + ChurnedHost.Slack));
        Assert.All(churned.Uses, use => Assert.InRange(use.Threads, 1, churned.Uses[0].Threads + 20));
    }

    [Fact]
    public void Memory_BehindTheLastRound_IsAboutWhatItWasBehindTheSecond() =>
        Assert.InRange(churned.Uses[^1].Bytes, 1, (long)(churned.Uses[1].Bytes * 1.5));
}
