using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Grains;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Cluster.Tests;

/// <summary>A store that fails, and one that another writer changes.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class StorageTests(SharedCluster shared) : IDisposable
{
    private readonly NetraCluster _cluster = shared.Cluster;

    public void Dispose() => _cluster.Store.IsFailing = false;

    [Fact]
    public async Task Publish_StoreFailsForAWhile_IsRefusedWhileSocketsStayAndWorksAgainAfterwards()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "store-down");
        var user = _cluster.Gateway.User("store-down");
        await user.PublishAsync();
        _cluster.Store.IsFailing = true;
        await Assert.ThrowsAsync<UserUnavailableException>(() => user.PublishAsync());
        await Assert.ThrowsAsync<UserUnavailableException>(() => user.PublishAsync());
        await using (var refused = await TestClient.ConnectAsync(_cluster.Gateway, "store-down"))
        {
            Assert.Equal("unavailable", refused.RefusedWith);
        }

        await client.ReadToAsync(1);
        await client.AssertNothingMoreAsync();
        _cluster.Store.IsFailing = false;
        Assert.Equal(2, await user.PublishAsync());
        await client.ReadToAsync(2, after: 1);
        Assert.Single((await user.DescribeAsync()).Connections);
        _cluster.Errors.TakeExpected("The store is down.");
    }

    [Fact]
    public async Task Publish_AnotherWriterCommittedInBetween_GoesOnBehindItAndBothArrive()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "two-writers");
        var user = _cluster.Gateway.User("two-writers");
        await using var other = await OtherWriterAsync();
        var expected = 0;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(++expected, await user.PublishAsync());
            Assert.Equal(++expected, await AppendAsync(other, "two-writers"));
        }

        Assert.Equal(++expected, await user.PublishAsync());
        await client.ReadToAsync(expected);
        await client.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Publish_TwoWritersRace_LoseNothingThatWasAcknowledged()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "race");
        var user = _cluster.Gateway.User("race");
        await using var other = await OtherWriterAsync();
        var acknowledged = new List<PublishedMessage>();
        var intruding = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++) await AppendAsync(other, "race");
        });
        for (var i = 0; i < 100; i++) acknowledged.Add(await user.PublishUntilAcceptedAsync());
        await intruding.InTime();
        acknowledged.Add(await user.PublishUntilAcceptedAsync());

        var seen = (await client.ReadToAsync(acknowledged[^1].Seq!.Value)).ToDictionary(
            frame => frame.GetProperty("seq").GetInt64(), frame => frame.GetProperty("id").GetString());
        Assert.All(acknowledged, message => Assert.Equal(message.Id, seen[message.Seq!.Value]));
    }

    private Task<UserLog> OtherWriterAsync() => Task.FromResult(new UserLog(
        _cluster.Store, Options.Create(new UserLogOptions()), TimeProvider.System, NullLogger<UserLog>.Instance));

    /// <summary>What a second activation does: loads and appends, until it was first.</summary>
    private static async Task<long> AppendAsync(UserLog log, string name)
    {
        var user = UserId.Parse(name);
        while (true)
        {
            var head = (await log.LoadAsync(user, CancellationToken.None)).Head;
            var pipeline = new CommitPipeline(user, head, log, new UserGrainOptions { MaxMessages = 10_000 }, TimeProvider.System, () => 0, _ => { });
            var change = new UserChange();
            change.Frames.Add(new NewFrame("note", MessageId.NewId(), "{}"u8.ToArray()));
            var commit = pipeline.Stage(change);
            try
            {
                await commit.Durable.InTime();
                return change.Frames[0].Seq;
            }
            catch (CommitConflictException)
            {
                // The grain was first.
            }
        }
    }
}
