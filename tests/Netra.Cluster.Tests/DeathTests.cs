using Netra.Abstractions;

namespace Netra.Cluster.Tests;

/// <summary>Silos that are killed or stopped under open sockets. Each test has a cluster of its own.</summary>
public sealed class DeathTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silo_GoesWithAUsersGrain_LosesAndRepeatsNothing(bool isKilled)
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape());
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        var user = cluster.Gateway.User("ada");
        var accepted = new List<PublishedMessage>();
        for (var i = 0; i < 20; i++) accepted.Add(await user.PublishUntilAcceptedAsync());

        var home = cluster.HomeOf("ada");
        if (isKilled) home.Kill();
        else await home.StopAsync().InTime();
        for (var i = 0; i < 20; i++) accepted.Add(await user.PublishUntilAcceptedAsync());

        var seen = (await client.ReadToAsync(accepted[^1].Seq!.Value)).ToDictionary(
            frame => frame.GetProperty("seq").GetInt64(), frame => frame.GetProperty("id").GetString());
        Assert.All(accepted, message => Assert.Equal(message.Id, seen[message.Seq!.Value]));
        await Eventually.HoldsAsync(() => cluster.HomeOf("ada") != home, "another home");
        Assert.Single((await user.DescribeAsync()).Connections);
        cluster.Errors.AssertNone();
    }

    [Fact]
    public async Task Silo_KilledWhileNobodyPublishes_ItsConnectionsAreAttachedAgain()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape());
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        var home = cluster.HomeOf("ada");

        home.Kill();
        await Eventually.HoldsAsync(() => cluster.HomeOf("ada") != home, "another home");

        await client.ReadToAsync((await cluster.Gateway.User("ada").PublishUntilAcceptedAsync()).Seq!.Value);
    }

    [Fact]
    public async Task Silo_CutOffButAlive_IsFencedAndNothingAcknowledgedByEitherSideIsLost()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape());
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        var here = cluster.Gateway.User("ada");
        var accepted = new List<PublishedMessage> { await here.PublishUntilAcceptedAsync() };
        var home = cluster.HomeOf("ada");
        home.Kill();
        await Eventually.HoldsAsync(() => cluster.HomeOf("ada") != home, "another home");

        // The old activation does not know that it is dead; both reach the store.
        var there = home.User("ada");
        for (var i = 0; i < 10; i++)
        {
            accepted.Add(await there.PublishUntilAcceptedAsync());
            accepted.Add(await here.PublishUntilAcceptedAsync());
        }

        Assert.Equal(Enumerable.Range(1, 21).Select(seq => (long)seq), accepted.Select(message => message.Seq!.Value));
        var seen = (await client.ReadToAsync(21)).Select(frame => frame.GetProperty("id").GetString());
        Assert.Equal(accepted.Select(message => message.Id), seen);
    }

    [Fact]
    public async Task Silo_CutOffButAcceptsWhileTheUserIsElsewhere_ItsMessageComesWithOneRenewal()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape());
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        await cluster.Gateway.User("ada").PublishUntilAcceptedAsync();
        await client.ReadToAsync(1);
        var home = cluster.HomeOf("ada");
        home.Kill();
        await Eventually.HoldsAsync(() => cluster.HomeOf("ada") != home, "another home");
        // Until its attach is known here, the connection catches up with whatever it is told.
        Assert.Single((await cluster.Gateway.User("ada").DescribeAsync()).Connections);

        var accepted = await home.User("ada").PublishUntilAcceptedAsync();
        Assert.Equal(2, accepted.Seq);
        await client.AssertNothingMoreAsync();
        cluster.Time.Shift(TimeSpan.FromSeconds(10));
        await cluster.Gateway.Leases.RenewAllAsync().InTime();

        Assert.Equal(accepted.Id, Assert.Single(await client.ReadToAsync(2, after: 1)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Gateway_Killed_ItsConnectionsLeaveTheListWhenMembershipKnows()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Gateways: 2));
        await using var stays = await TestClient.ConnectAsync(cluster.Gateways[0], "ada");
        var goes = await TestClient.ConnectAsync(cluster.Gateways[1], "ada");
        var user = cluster.Gateways[0].User("ada");
        Assert.Equal(2, (await user.DescribeAsync()).Connections.Length);

        cluster.Gateways[1].Kill();
        var home = cluster.HomeOf("ada");
        await Eventually.HoldsAsync(() => home.KnowsDead(cluster.Gateways[1]), "the gateway's death");

        var listed = Assert.Single((await user.DescribeAsync()).Connections);
        Assert.Equal(stays.ConnectionId, listed.Connection.ToString());
        await user.PublishAsync();
        await stays.ReadToAsync(1);
        Assert.NotEqual(stays.ConnectionId, goes.ConnectionId);
    }

    [Fact]
    public async Task Silo_DiesBetweenAttachAndUpgrade_LeaseRenewalAttachesTheConnectionAgain()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape());
        ClusterNode? killed = null;
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada", beforeAccept: async () =>
        {
            killed = await FindHomeAsync(cluster);
            killed.Kill();
            await Eventually.HoldsAsync(() => cluster.Gateway.KnowsDead(killed), "the silo's death");
        });
        await cluster.Gateway.User("ada").PublishUntilAcceptedAsync();

        await cluster.Gateway.Leases.RenewAllAsync().InTime();

        await client.ReadToAsync(1);
        Assert.NotEqual(killed, cluster.HomeOf("ada"));
    }

    [Fact]
    public async Task Connect_NoSiloIsThereYet_IsRefusedAsUnavailableAndServedOnceOneCame()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 0));
        await using (var refused = await TestClient.ConnectAsync(cluster.Gateway, "ada"))
        {
            Assert.Equal("unavailable", refused.RefusedWith);
        }

        await cluster.StartSiloAsync();
        await cluster.Gateway.User("ada").PublishAsync();
        await using var served = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        await served.ReadToAsync(1);
    }

    private static async Task<ClusterNode> FindHomeAsync(NetraCluster cluster)
    {
        var grains = await cluster.Gateway.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var address = grains.First(grain => grain.GrainId.Key.ToString() == "ada" && grain.GrainId == cluster.Gateway.User("ada").GetGrainId()).SiloAddress;
        return cluster.Silos.Single(silo => silo.Address.Equals(address));
    }
}
