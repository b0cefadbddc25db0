using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Protocol;
using Orleans.Runtime.Placement;

namespace Netra.Cluster.Tests;

/// <summary>Batches across users from a gateway to the silos of their grains.</summary>
public sealed class BatchPublishTests
{
    private static readonly UserId[] Users = [.. Enumerable.Range(0, 20).Select(i => UserId.Parse($"user-{i}"))];

    [Fact]
    public async Task Publish_ToASilo_ReachesThoseWhoAreThereAndNoOthers()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape());
        await SettleOnAllSilosAsync(cluster);
        var homes = new Dictionary<UserId, SiloAddress>();
        foreach (var (user, result) in Users.Zip(await PublishAsync(cluster, "1"))) homes[user] = result.Home!;
        Assert.Equal(2, homes.Values.Distinct().Count());

        foreach (var silo in cluster.Silos)
        {
            var answers = await cluster.Gateway.Services.GetRequiredService<IPublishClient>().PublishAsync(silo.Address, [.. Users.Select(user => MessageTo(user, "2"))]);
            Assert.Equal(Users.Select(user => homes[user].Equals(silo.Address)), answers.Select(answer => answer?.Messages.Single().Seq == 2));
        }

        Assert.All(await PublishAsync(cluster, "2"), result => Assert.Equal(new PublishedMessage("2", 2, Duplicate: true), result.Messages.Single()));
        cluster.Errors.AssertNone();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_ASiloGoes_NothingIsLostOrRepeated(bool isKilled)
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape());
        await SettleOnAllSilosAsync(cluster);
        var lastSeqs = new long[Users.Length];
        for (var i = 0; i < 5; i++) await PublishUntilAcceptedAsync(cluster, $"before-{i}", lastSeqs);

        var leaving = Task.CompletedTask;
        if (isKilled) cluster.Silos[0].Kill();
        else leaving = cluster.Silos[0].StopAsync();
        for (var i = 0; i < 5; i++) await PublishUntilAcceptedAsync(cluster, $"after-{i}", lastSeqs);
        await leaving.InTime();

        Assert.All(lastSeqs, seq => Assert.Equal(10, seq));
        cluster.Errors.AssertNone();
    }

    /// <summary>Activates the users' grains in turn on each silo: left to itself, Orleans may place all of them on the one with less to do.</summary>
    private static async Task SettleOnAllSilosAsync(NetraCluster cluster)
    {
        for (var i = 0; i < Users.Length; i++)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, cluster.Silos[i % cluster.Silos.Count].Address);
            await cluster.Gateway.User(Users[i].Value).DescribeAsync().InTime();
        }

        RequestContext.Clear();
    }

    private static UserPublish MessageTo(UserId user, string id) => new(user, new PublishRequest([new NewMessage("note", id, "{}"u8.ToArray())]));

    private static Task<PublishResult[]> PublishAsync(NetraCluster cluster, string id) =>
        cluster.Gateway.Services.GetRequiredService<BatchPublisher>().PublishAsync([.. Users.Select(user => MessageTo(user, id))]).InTime();

    /// <summary>Publishes to everybody under one id, again until all have it. Each new one comes right behind the one before.</summary>
    private static async Task PublishUntilAcceptedAsync(NetraCluster cluster, string id, long[] lastSeqs)
    {
        PublishResult[] results = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                results = await PublishAsync(cluster, id);
                return results.All(result => result.Refusal is null);
            },
            "an accepted batch");
        for (var i = 0; i < results.Length; i++) Assert.Equal(++lastSeqs[i], results[i].Messages.Single().Seq);
    }
}
