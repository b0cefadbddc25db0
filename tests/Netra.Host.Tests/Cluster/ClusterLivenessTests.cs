using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Netra.Host.Tests;

/// <summary>The arithmetic of how soon a process that is gone is known to all, over the settings as they reach Orleans.</summary>
public sealed class ClusterLivenessTests
{
    private readonly ClusterMembershipOptions _membership = Read();

    [Fact]
    public void Settings_OfASilentProcess_AreBelow15SecondsInAll()
    {
        var noVotes = _membership.MaxProbeTimeout * _membership.NumMissedProbesLimit;
        var lastProbes = _membership.MaxProbeTimeout * 2;

        Assert.True(noVotes + lastProbes + _membership.TableRefreshTimeout < TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Settings_OfAProcessThatJoined_GiveItTimeForItsFirstAnswerAndAreBelowFiveSecondsInAll()
    {
        Assert.InRange(_membership.ProbeTimeout * _membership.NumMissedProbesLimit, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4.9));
        Assert.True(_membership.MinProbeTimeout <= _membership.ProbeTimeout && _membership.ProbeTimeout <= _membership.MaxProbeTimeout);
    }

    [Fact]
    public void Settings_OfABusyProcess_LeaveItSilentForLongerThanThreeSeconds()
    {
        Assert.True(_membership.EnableConnectionLivenessCheck);
        Assert.True(_membership.MaxProbeTimeout * _membership.NumMissedProbesLimit >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Settings_OfAProcessThatAloneLostTheOthers_NeedAWitnessToKillThem()
    {
        Assert.True(_membership.EnableIndirectProbes);
        Assert.Equal(2, _membership.NumVotesForDeathDeclaration);
    }

    [Fact]
    public void Settings_OfTheTable_ReadItMoreOftenThanMembersGoStale()
    {
        var stale = _membership.IAmAliveTablePublishTimeout * _membership.NumMissedTableIAmAliveLimit;
        Assert.True(_membership.TableRefreshTimeout * 3 < stale);
        Assert.NotNull(_membership.DefunctSiloCleanupPeriod);
        Assert.NotNull(_membership.MaxDefunctSiloEntries);
        // A process that is slow to join must find that it was declared dead.
        Assert.True(_membership.DefunctSiloMinimumRetention > _membership.MaxJoinAttemptTime * 2);
    }

    private static ClusterMembershipOptions Read()
    {
        using var app = NetraHost.Build(["--environment", "Development", "--Netra:Role", "Gateway", "--Netra:Cluster:SiloPort", $"{FreePorts.Next()}"]);
        return app.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
    }
}
