namespace Netra.EndToEnd.Tests;

/// <summary>kill -9 of a gateway: its connections leave their users' lists when the cluster knows, and whoever takes its port inherits nothing.</summary>
public sealed class GatewayDeathTests
{
    [Fact]
    public async Task Gateway_KilledWithAFullUser_PlacesAreFreeAndItsSuccessorInheritsNothing()
    {
        await using var cluster = await DrainCluster.StartAsync();
        var lost = new List<NetraSocket>();
        for (var i = 0; i < 4; i++) lost.Add(await ConnectAsync(cluster.Leaving, $"lost-{i}"));
        await using var stays = await ConnectAsync(cluster.Staying, "stays");
        Assert.Equal(["lost-0", "lost-1", "lost-2", "lost-3", "stays"], await ListAsync(cluster));
        (await Upgrade.TryAsync(cluster.Staying.Api, "token=" + DrainCluster.TokenOf("alice"))).AssertProblem(429, "connection_limit");

        await cluster.Leaving.KillAsync();
        foreach (var socket in lost)
        {
            Assert.Equal(SocketEnd.Lost, (await socket.EndAsync()).Code);
            await socket.DisposeAsync();
        }

        await Eventually.AnswersAsync(
            "stays", () => cluster.Staying.Api.GetAsync("/api/v1/users/alice", ProductionHost.ReadKey), user => string.Join(' ', ListOf(user)));
        await using var newcomer = await ConnectAsync(cluster.Staying, "newcomer");

        await cluster.Leaving.StartAgainAsync();
        Assert.Equal(["newcomer", "stays"], await ListAsync(cluster));
        await using var again = await ConnectAsync(cluster.Leaving, "lost-0");
        Assert.Equal(["lost-0", "newcomer", "stays"], await ListAsync(cluster));
        var publish = await cluster.Leaving.Api.SendAsync(HttpMethod.Post, "/api/v1/users/alice/messages", """{"type":"note"}""", ProductionHost.PublishKey);
        Assert.Equal(1, publish.AssertOk().GetProperty("seq").GetInt64());
        foreach (var socket in new[] { stays, newcomer, again })
        {
            Assert.Equal(1, (await socket.ReceiveDurableAsync(1))[0].Seq);
            Assert.DoesNotContain(await socket.PingAsync(), frame => frame.Seq is not null);
        }
    }

    private static async Task<NetraSocket> ConnectAsync(HostProcess gateway, string client)
    {
        var socket = await NetraSocket.ConnectAsync(gateway.BaseUrl, DrainCluster.TokenOf("alice"), "client_id=" + client);
        await socket.ReceiveAsync("state_snapshot");
        return socket;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(DrainCluster cluster) => ListOf(await cluster.UserAsync("alice"));

    private static IReadOnlyList<string> ListOf(System.Text.Json.JsonElement user) =>
    [
        .. user.GetProperty("connections").EnumerateArray()
            .Select(connection => connection.GetProperty("client_id").GetString()!)
            .Order(StringComparer.Ordinal),
    ];
}
