using System.Diagnostics;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// Processes that are stopped with their sockets open, as by a frozen machine, until the cluster has declared them dead: nobody waits for them, and when they
/// wake up they find it out, end, and do no harm before.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SuspendedProcessTests
{
    /// <summary>What the process ends with when it is out of its cluster.</summary>
    private const int OutOfTheCluster = 70;

    private const int Users = 12;

    /// <summary>The bound of the arithmetic, with room for a machine that runs much else.</summary>
    private static readonly TimeSpan Detection = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Silo_SuspendedUntilItIsDeadAndResumed_EndsAndItsUsersGoOnWithoutAForkOrARepeat()
    {
        await using var cluster = await PostgresCluster.StartAsync(silos: 2, gateways: 1);
        var (gateway, silo) = (cluster.Gateways[0], cluster.Silos[0]);
        var sockets = await ConnectAsync(gateway);
        for (var user = 0; user < Users; user++) Assert.Equal(1, await PostgresCluster.PublishAsync(gateway, NameOf(user), 1));

        silo.Suspend();
        var asked = Stopwatch.GetTimestamp();
        var accepted = await Task.WhenAll(Enumerable.Range(0, Users).Select(user => PostgresCluster.PublishAsync(gateway, NameOf(user), 2)));
        Assert.True(Stopwatch.GetElapsedTime(asked) < Detection, $"The users of the silent silo were away for {Stopwatch.GetElapsedTime(asked)}.");
        Assert.All(accepted, seq => Assert.Equal(2, seq));

        // It may be that none of them was at home there, so that nobody has waited for it to be dead.
        using var health = new NetraApi(gateway.ManagementUrl);
        await Eventually.AnswersAsync(2, () => health.GetAsync("/health/ready"), body => body.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "cluster").GetProperty("data").GetProperty("members").GetInt32());

        // What it had under way when it was stopped, it goes on with now.
        silo.Resume();
        var last = await Task.WhenAll(Enumerable.Range(0, Users).Select(user => PostgresCluster.PublishAsync(gateway, NameOf(user), 3)));
        Assert.Equal(OutOfTheCluster, await silo.ExitAsync());

        Assert.All(last, seq => Assert.Equal(3, seq));
        for (var user = 0; user < Users; user++)
        {
            var frames = await sockets[user].ReceiveDurableAsync(3);
            Assert.Equal([(1, $"{NameOf(user)}-1"), (2, $"{NameOf(user)}-2"), (3, $"{NameOf(user)}-3")], frames.Select(frame => ((int)frame.Seq!.Value, frame.Id!)));
            Assert.DoesNotContain(await sockets[user].PingAsync(), frame => frame.Seq is not null);
            await sockets[user].DisposeAsync();
        }

        await silo.StartAgainAsync();
    }

    [Fact]
    public async Task Gateway_SuspendedUntilItIsDeadAndResumed_HoldsUpNoPublisherAndItsClientsMissNothing()
    {
        await using var cluster = await PostgresCluster.StartAsync(silos: 1, gateways: 2);
        var (gateway, suspended) = (cluster.Gateways[0], cluster.Gateways[1]);
        var sockets = await ConnectAsync(suspended);
        for (var user = 0; user < Users; user++)
        {
            Assert.Equal(1, await PostgresCluster.PublishAsync(gateway, NameOf(user), 1));
            await sockets[user].ReceiveDurableAsync(1);
        }

        suspended.Suspend();
        var took = new List<TimeSpan>();
        for (var round = 2; round <= 6; round++)
        {
            var asked = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(Enumerable.Range(0, Users).Select(user => gateway.Api.SendAsync(
                HttpMethod.Post, $"/api/v1/users/{NameOf(user)}/messages", $$$"""{"type":"note","payload":{"n":{{{round}}}}}""", ProductionHost.PublishKey)));
            took.Add(Stopwatch.GetElapsedTime(asked));
            Assert.All(answers, answer => Assert.Equal(round, answer.AssertOk().GetProperty("seq").GetInt64()));
        }

        // Below the timeout of a push: nothing of a publish waits for one. It would in every round; a machine that is slow is so now and then.
        Assert.True(took.Count(time => time < TimeSpan.FromSeconds(2)) > took.Count / 2, $"Publishes took {string.Join(", ", took)}.");
        await Eventually.AnswersAsync(0, () => gateway.Api.GetAsync("/api/v1/users/" + NameOf(0), ProductionHost.ReadKey), user => user.GetProperty("connections").GetArrayLength());
        suspended.Resume();
        Assert.Equal(OutOfTheCluster, await suspended.ExitAsync());

        for (var user = 0; user < Users; user++)
        {
            await sockets[user].EndAsync();
            var had = sockets[user].Frames.Where(frame => frame.Seq is not null).Select(frame => (int)frame.Seq!.Value).ToList();
            // Whatever it still delivered is in order and without a gap.
            Assert.Equal(Enumerable.Range(1, had.Count), had);
            var epoch = sockets[user].Frames[0].Payload.GetProperty("epoch").GetString();
            await using var again = await NetraSocket.ConnectAsync(gateway.BaseUrl, PostgresCluster.TokenOf(NameOf(user)), $"last_seq={had.Count}&epoch={epoch}&client_id=tab");
            var rest = await again.ReceiveDurableAsync(6 - had.Count);
            Assert.Equal(Enumerable.Range(had.Count + 1, 6 - had.Count), rest.Select(frame => (int)frame.Seq!.Value));
            Assert.DoesNotContain(await again.PingAsync(), frame => frame.Seq is not null);
            await sockets[user].DisposeAsync();
        }

        await suspended.StartAgainAsync();
    }

    private static string NameOf(int user) => $"user-{user}";

    private static async Task<NetraSocket[]> ConnectAsync(HostProcess gateway)
    {
        var sockets = new NetraSocket[Users];
        for (var user = 0; user < Users; user++)
        {
            sockets[user] = await NetraSocket.ConnectAsync(gateway.BaseUrl, PostgresCluster.TokenOf(NameOf(user)), "client_id=tab");
            await sockets[user].ReceiveAsync("state_snapshot");
        }

        return sockets;
    }
}
