using Netra.Abstractions;

namespace Netra.Cluster.Tests;

/// <summary>Users' lists after deaths in the cluster: exactly the connections that live.</summary>
public sealed class ListTests
{
    private const int Users = 12;

    [Fact]
    public async Task Silo_Killed_ConnectionsStayAndEveryListIsAsBefore()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 3, Gateways: 2));
        var clients = await ConnectAsync(cluster, perGateway: 2);
        var lists = await ListAsync(cluster, clients.Keys);
        var killed = cluster.HomeOf("user-0");

        killed.Kill();
        foreach (var user in clients.Keys) await Eventually.HoldsAsync(() => cluster.HomeOf(user) != killed, "another home of " + user);

        await Eventually.HoldsAsync(async () => lists.SequenceEqual(await TryListAsync(cluster, clients.Keys)), "the lists as before");
        foreach (var (user, open) in clients)
        {
            var seq = (await cluster.Gateway.User(user).PublishUntilAcceptedAsync()).Seq!.Value;
            foreach (var client in open) await client.ReadToAsync(seq);
        }

        Assert.Equal(clients.Values.Sum(open => open.Count), cluster.Gateways.Sum(gateway => gateway.Hub.Count));
        await DisposeAsync(clients.Values.SelectMany(open => open));
    }

    [Fact]
    public async Task Gateway_Killed_ItsPlacesAreFreeAndTheOthersStay()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 2, Gateways: 2)
        {
            Gateway = gateway => gateway.ConnectionsPerUser = 4,
        });
        var clients = await ConnectAsync(cluster, perGateway: 2);
        await using (var fifth = await TestClient.ConnectAsync(cluster.Gateways[0], "user-0"))
        {
            Assert.Equal("connection_limit", fifth.RefusedWith);
        }

        cluster.Gateways[1].Kill();
        foreach (var silo in cluster.Silos) await Eventually.HoldsAsync(() => silo.KnowsDead(cluster.Gateways[1]), "the gateway's death");

        foreach (var (user, open) in clients)
        {
            open.Add(await TestClient.ConnectAsync(cluster.Gateways[0], user));
            open.Add(await TestClient.ConnectAsync(cluster.Gateways[0], user));
            var living = open.Where((_, i) => i is 0 or 1 or 4 or 5).Select(client => client.ConnectionId).Order();
            Assert.Equal(string.Join(' ', living), Assert.Single(await ListAsync(cluster, [user])));
        }

        await DisposeAsync(clients.Values.SelectMany(open => open.Where((_, i) => i is 0 or 1 or 4 or 5)));
        Assert.Equal(0, cluster.Gateways[0].Hub.Count);
    }

    private static async Task<Dictionary<string, List<TestClient>>> ConnectAsync(NetraCluster cluster, int perGateway)
    {
        var clients = new Dictionary<string, List<TestClient>>();
        for (var i = 0; i < Users; i++)
        {
            var open = new List<TestClient>();
            foreach (var gateway in cluster.Gateways)
            {
                for (var n = 0; n < perGateway; n++) open.Add(await TestClient.ConnectAsync(gateway, $"user-{i}"));
            }

            clients.Add($"user-{i}", open);
        }

        return clients;
    }

    /// <summary>The connections on each user's list, as text.</summary>
    private static async Task<IReadOnlyList<string>> ListAsync(NetraCluster cluster, IEnumerable<string> users)
    {
        var lists = new List<string>();
        foreach (var user in users)
        {
            var described = await cluster.Gateway.User(user).DescribeAsync().InTime();
            lists.Add(string.Join(' ', described.Connections.Select(connection => connection.Connection.ToString()).Order()));
        }

        return lists;
    }

    /// <summary>None while a user can't be reached.</summary>
    private static async Task<IReadOnlyList<string>> TryListAsync(NetraCluster cluster, IEnumerable<string> users)
    {
        try
        {
            return await ListAsync(cluster, users);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or UserUnavailableException)
        {
            return [];
        }
    }

    private static async Task DisposeAsync(IEnumerable<TestClient> clients)
    {
        foreach (var client in clients) await client.DisposeAsync();
    }
}
