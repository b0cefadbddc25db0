using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Cluster.Tests;

/// <summary>What a gateway finds out of a message in a cluster, of which a part may be gone. Each test has a cluster of its own.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task Explain_ConnectionsOnTwoGateways_TellsOfBothWhicheverIsAsked()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 2, Gateways: 2));
        await using var one = await TestClient.ConnectAsync(cluster.Gateways[0], "ada", "client_id=one");
        await using var two = await TestClient.ConnectAsync(cluster.Gateways[1], "ada", "client_id=two");
        await cluster.Gateway.User("ada").PublishAsync(new PublishRequest([new NewMessage("note", "m1", "{}"u8.ToArray())]) { By = "orders" });
        await one.ReadToAsync(1);
        await two.ReadToAsync(1);
        await one.AssertNothingMoreAsync();
        await two.AssertNothingMoreAsync();

        foreach (var asked in cluster.Gateways)
        {
            var body = await ExplainWithAllAnswersAsync(asked);
            Assert.Equal(("delivered", "orders"), (body.Verdict, body.Accepted.By?.Name));
            Assert.Equal(
                [(one.ConnectionId, NameOf(cluster.Gateways[0]), "yes"), (two.ConnectionId, NameOf(cluster.Gateways[1]), "yes")],
                body.Connections.Select(connection => (connection.ConnectionId, connection.Gateway, connection.Given)));
            Assert.Equal(cluster.Gateways.Select(NameOf).Order(), body.Pushed!.Select(pushed => pushed.Gateway).Order());
            Assert.Empty(body.Unknown);
        }

        Assert.Null(await ExplainAsync(cluster.Gateway, seq: 2));
        cluster.Errors.AssertNone();
    }

    [Fact]
    public async Task Explain_AGatewayDoesNotAnswer_AnswersInTimeAndNamesItThenThatItHasLeft()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 1, Gateways: 2));
        await using var stays = await TestClient.ConnectAsync(cluster.Gateways[0], "ada", "client_id=stays");
        var goes = await TestClient.ConnectAsync(cluster.Gateways[1], "ada", "client_id=goes");
        await cluster.Gateway.User("ada").PublishAsync();
        await stays.ReadToAsync(1);
        await goes.ReadToAsync(1);

        cluster.Gateways[1].Kill();
        var silent = (await ExplainAsync(cluster.Gateway))!;

        Assert.Equal("yes", Assert.Single(silent.Connections, connection => connection.ClientId == "stays").Given);
        Assert.Contains(silent.Unknown, part => part.StartsWith(NameOf(cluster.Gateways[1]), StringComparison.Ordinal) || part.Contains("has left the cluster", StringComparison.Ordinal));

        await Eventually.HoldsAsync(() => cluster.Gateway.KnowsDead(cluster.Gateways[1]) && cluster.Silos[0].KnowsDead(cluster.Gateways[1]), "the gateway's death");
        var gone = await ExplainWithAllAnswersAsync(cluster.Gateway);
        Assert.Equal("stays", Assert.Single(gone.Connections).ClientId);
        var pushed = $"It was pushed to {NameOf(cluster.Gateways[1])}, which has left the cluster: what its connections were given is not known.";
        Assert.Contains(pushed, gone.Unknown);
        // Its session is named too where the silo has seen it behind the publish.
        Assert.All(gone.Unknown.Where(part => part != pushed), part => Assert.StartsWith("'goes' was there at ", part, StringComparison.Ordinal));
        await goes.DisposeAsync();
    }

    [Fact]
    public async Task Explain_TheUserHasMoved_FindsTheCommitOnTheSiloThatMadeIt()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 2, Gateways: 1));
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada", "client_id=tab");
        await cluster.Gateway.User("ada").PublishAsync(new PublishRequest([new NewMessage("note", "m1", "{}"u8.ToArray())]) { By = "orders" });
        await client.ReadToAsync(1);
        var home = cluster.HomeOf("ada");

        await home.StopAsync().InTime();
        await Eventually.HoldsAsync(() => cluster.HomeOf("ada") != home && cluster.Gateway.KnowsDead(home), "another home");
        var body = await ExplainWithAllAnswersAsync(cluster.Gateway);

        Assert.Equal(("delivered", "m1"), (body.Verdict, body.Message?.Id));
        // The silo has left, and what it remembered with it.
        Assert.Null(body.Accepted.By);
        Assert.StartsWith("Who sent it", Assert.Single(body.Unknown), StringComparison.Ordinal);
    }

    /// <summary>Asks again where a process had no time to answer: each has two seconds, which a busy machine may need.</summary>
    private static async Task<ExplanationBody> ExplainWithAllAnswersAsync(ClusterNode gateway)
    {
        ExplanationBody body = null!;
        await Eventually.HoldsAsync(
            async () =>
            {
                body = (await ExplainAsync(gateway))!;
                return !body.Unknown.Any(part => part.Contains("did not answer", StringComparison.Ordinal));
            },
            "the answers of all processes");
        return body;
    }

    private static string NameOf(ClusterNode node) => node.Address.ToParsableString();

    private static Task<ExplanationBody?> ExplainAsync(ClusterNode gateway, long seq = 1) =>
        gateway.Services.GetRequiredService<MessageExplainer>().ExplainAsync(UserId.Parse("ada"), seq).InTime();
}
