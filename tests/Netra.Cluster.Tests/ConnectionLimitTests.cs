using Netra.Abstractions;

namespace Netra.Cluster.Tests;

/// <summary>The connection limit of a user over several gateways. Each test has a cluster of its own.</summary>
public sealed class ConnectionLimitTests
{
    private const int Limit = 2;

    [Theory]
    [InlineData(ConnectionPolicy.Reject)]
    [InlineData(ConnectionPolicy.CloseOldest)]
    public async Task Connect_OneMoreThanTheLimitOverTwoGateways_IsRefusedOrClosesTheOldest(ConnectionPolicy policy)
    {
        await using var cluster = await StartAsync(policy);
        await using var first = await TestClient.ConnectAsync(cluster.Gateways[0], "ada");
        await using var second = await TestClient.ConnectAsync(cluster.Gateways[1], "ada");
        await using var third = await TestClient.ConnectAsync(cluster.Gateways[1], "ada");

        if (policy == ConnectionPolicy.Reject) Assert.Equal("connection_limit", third.RefusedWith);
        else Assert.Equal(4409, await first.ClosedAsync());
        var listed = (await cluster.Gateways[0].User("ada").DescribeAsync()).Connections.Select(connection => connection.Connection.ToString());
        var stay = policy == ConnectionPolicy.Reject ? [first.ConnectionId, second.ConnectionId] : new[] { second.ConnectionId, third.ConnectionId };
        Assert.Equal(stay.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ConnectionPolicy.Reject)]
    [InlineData(ConnectionPolicy.CloseOldest)]
    public async Task Connect_ManyAtOnceOverTwoGateways_LeavesAsManyOpenAsMayBe(ConnectionPolicy policy)
    {
        await using var cluster = await StartAsync(policy);
        var clients = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => TestClient.ConnectAsync(cluster.Gateways[i % 2], "ada")));

        var opened = clients.Where(client => client.RefusedWith is null).ToList();
        Assert.Equal(policy == ConnectionPolicy.Reject ? Limit : clients.Length, opened.Count);
        var listed = (await cluster.Gateways[0].User("ada").DescribeAsync()).Connections.Select(connection => connection.Connection.ToString()).ToHashSet();
        Assert.Equal(Limit, listed.Count);
        foreach (var client in opened.Where(client => !listed.Contains(client.ConnectionId))) Assert.Equal(4409, await client.ClosedAsync());
        foreach (var client in opened.Where(client => listed.Contains(client.ConnectionId))) await client.AssertNothingMoreAsync();
        foreach (var client in clients) await client.DisposeAsync();
        await Eventually.HoldsAsync(
            async () => (await cluster.Gateways[0].User("ada").DescribeAsync()).Connections.Length == 0, "an empty list");
        cluster.Errors.AssertNone();
    }

    [Fact]
    public async Task Gateway_Killed_FreesThePlacesOfItsConnections()
    {
        await using var cluster = await StartAsync(ConnectionPolicy.Reject);
        for (var i = 0; i < Limit; i++) Assert.Null((await TestClient.ConnectAsync(cluster.Gateways[1], "ada")).RefusedWith);
        var user = cluster.Gateways[0].User("ada");
        Assert.Equal(Limit, (await user.DescribeAsync()).Connections.Length);
        var home = cluster.HomeOf("ada");

        cluster.Gateways[1].Kill();
        await Eventually.HoldsAsync(() => home.KnowsDead(cluster.Gateways[1]), "the gateway's death");

        for (var i = 0; i < Limit; i++)
            Assert.Null((await TestClient.ConnectAsync(cluster.Gateways[0], "ada")).RefusedWith);
        Assert.All((await user.DescribeAsync()).Connections, connection => Assert.Equal(cluster.Gateways[0].Address, connection.Gateway));
    }

    [Fact]
    public async Task Silo_Killed_OpenConnectionsComeBackAndTheLimitHolds()
    {
        await using var cluster = await StartAsync(ConnectionPolicy.Reject);
        await using var first = await TestClient.ConnectAsync(cluster.Gateways[0], "ada");
        await using var second = await TestClient.ConnectAsync(cluster.Gateways[1], "ada");
        var home = cluster.HomeOf("ada");
        home.Kill();
        await Eventually.HoldsAsync(
            async () => await ListedAsync(cluster) == Limit, "both connections on the list of the next activation");

        await using var third = await TestClient.ConnectAsync(cluster.Gateways[0], "ada");
        Assert.Equal("connection_limit", third.RefusedWith);
    }

    private static async Task<int> ListedAsync(NetraCluster cluster)
    {
        try
        {
            return (await cluster.Gateways[0].User("ada").DescribeAsync()).Connections.Length;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or UserUnavailableException)
        {
            return -1;
        }
    }

    private static Task<NetraCluster> StartAsync(ConnectionPolicy policy) => NetraCluster.StartAsync(new ClusterShape(Gateways: 2)
    {
        Gateway = gateway =>
        {
            gateway.ConnectionsPerUser = Limit;
            gateway.ConnectionPolicy = policy;
        },
    });
}
