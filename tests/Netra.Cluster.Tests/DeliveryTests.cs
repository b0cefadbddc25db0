using Netra.Protocol;

namespace Netra.Cluster.Tests;

[Collection(SharedClusterCollection.Name)]
public sealed class DeliveryTests(SharedCluster shared) : IDisposable
{
    private readonly NetraCluster _cluster = shared.Cluster;

    public void Dispose() => _cluster.Errors.AssertNone();

    [Fact]
    public async Task Publish_ThroughAnySilo_ArrivesAtEverySocketInOrder()
    {
        await using var here = await TestClient.ConnectAsync(_cluster.Gateways[0], "any-silo");
        await using var there = await TestClient.ConnectAsync(_cluster.Gateways[1], "any-silo");
        var nodes = _cluster.Silos.Concat(_cluster.Gateways).ToList();
        for (var i = 0; i < 60; i++) await nodes[i % nodes.Count].User("any-silo").PublishAsync();

        await here.ReadToAsync(60);
        await there.ReadToAsync(60);
        await here.AssertNothingMoreAsync();
        await there.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Publish_ManyAtOnce_ArriveInOrderOnceAndWithoutGap()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "many");
        var publishing = Enumerable.Range(0, 8)
            .Select(i => Task.Run(async () =>
            {
                for (var j = 0; j < 50; j++) await _cluster.Silos[i % 2].User("many").PublishAsync(messages: 1 + (j % 3));
            }))
            .ToArray();
        var seen = await client.ReadToAsync(8 * (50 + 49));
        await Task.WhenAll(publishing).InTime();

        await client.AssertNothingMoreAsync();
        Assert.Equal(seen.Count, seen.Select(frame => frame.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Connect_LongReplayWhileOthersPublish_ArrivesInOrderOnceAndWithoutGap()
    {
        var user = _cluster.Silos[0].User("replay");
        for (var i = 0; i < 10; i++) await user.PublishAsync(messages: 500);
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < 400; i++) await user.PublishAsync();
        });

        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "replay", "start=oldest");
        Assert.InRange(client.HeadSeq, 5_000, 5_400);
        await client.ReadToAsync(5_400);
        await publishing.InTime();
        await client.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Publish_OneReaderDoesNotRead_OthersGetAllAndItGetsAllAfterwards()
    {
        await using var slow = await TestClient.ConnectAsync(_cluster.Gateway, "slow");
        await using var quick = await TestClient.ConnectAsync(_cluster.Gateway, "slow");
        for (var i = 0; i < 30; i++)
        {
            await _cluster.Silos[0].User("slow").PublishAsync(messages: 100, payloadBytes: 200);
            await quick.ReadToAsync((i + 1) * 100, after: i * 100);
        }

        await slow.ReadToAsync(3_000);
        await slow.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Connect_SameSessionOnAnotherGateway_TakesOverAndClosesTheOlderWith4409()
    {
        await using var older = await TestClient.ConnectAsync(_cluster.Gateways[0], "takeover", "client_id=tab");
        await using var newer = await TestClient.ConnectAsync(_cluster.Gateways[1], "takeover", "client_id=tab");

        Assert.Equal(4409, await older.ClosedAsync());
        await _cluster.Silos[0].User("takeover").PublishAsync();
        await newer.ReadToAsync(1);
        var listed = Assert.Single((await _cluster.Silos[0].User("takeover").DescribeAsync()).Connections);
        Assert.Equal(newer.ConnectionId, listed.Connection.ToString());
    }

    [Fact]
    public async Task Connect_BeyondTheLimitOverTwoGateways_IsRefusedUntilOneLeaves()
    {
        var clients = new List<TestClient>();
        for (var i = 0; i < 5; i++) clients.Add(await TestClient.ConnectAsync(_cluster.Gateways[i % 2], "limit"));
        await using (var refused = await TestClient.ConnectAsync(_cluster.Gateways[1], "limit"))
        {
            Assert.Equal("connection_limit", refused.RefusedWith);
        }

        await clients[0].DisposeAsync();
        await using var admitted = await TestClient.ConnectAsync(_cluster.Gateways[1], "limit");
        Assert.Null(admitted.RefusedWith);
        foreach (var client in clients.Skip(1)) await client.DisposeAsync();
        Assert.Single((await _cluster.Silos[0].User("limit").DescribeAsync()).Connections);
    }

    [Fact]
    public async Task Resume_AfterABreak_GetsWhatCameMeanwhileAndNothingTwice()
    {
        var user = _cluster.Silos[0].User("resume");
        string epoch;
        await using (var before = await TestClient.ConnectAsync(_cluster.Gateways[0], "resume", "client_id=tab"))
        {
            epoch = before.Established.GetProperty("epoch").GetString()!;
            await user.PublishAsync(messages: 10);
            await before.ReadToAsync(7);
        }

        await user.PublishAsync(messages: 5);
        await using var after = await TestClient.ConnectAsync(_cluster.Gateways[1], "resume", $"client_id=tab&last_seq=7&epoch={epoch}");
        Assert.True(after.Established.GetProperty("resumed").GetBoolean());
        await after.ReadToAsync(15, after: 7);
        await after.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Acknowledge_SeveralRightBeforeTheClose_AllCount()
    {
        var user = _cluster.Silos[0].User("acks");
        await user.PublishAsync(messages: 5);
        await using (var client = await TestClient.ConnectAsync(_cluster.Gateway, "acks", "client_id=tab"))
        {
            await client.ReadToAsync(5);
            for (var seq = 1; seq <= 5; seq++) await client.SendAsync($$"""{"type":"ack","payload":{"seq":{{seq}} } }""");
            await client.CloseAsync();
        }

        Assert.Equal(0, (await user.DescribeAsync()).Unread);
    }

    [Fact]
    public async Task Disconnect_SocketVanishes_LeavesTheList()
    {
        var client = await TestClient.ConnectAsync(_cluster.Gateway, "vanish");
        Assert.Single((await _cluster.Silos[0].User("vanish").DescribeAsync()).Connections);

        await client.DisposeAsync();

        Assert.Empty((await _cluster.Silos[0].User("vanish").DescribeAsync()).Connections);
        Assert.Empty(_cluster.Gateway.Hub.Of(UserId.Parse("vanish")));
    }
}
