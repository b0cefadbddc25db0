namespace Netra.EndToEnd.Tests;

/// <summary>A gateway with 2,000 users leaves a cluster while messages are published to them through another one.</summary>
[Collection(nameof(Alone))]
public sealed class LargeDrainTests
{
    private const int Users = 2_000;
    private const int Tenth = Users / 10;
    private const int AwayMs = 10_000;

    [Fact]
    public async Task Drain_TwoThousandUsersWhileMessagesCome_AllAreBackInTimeEvenlyAndNothingIsLost()
    {
        var seed = TestSeed.Next();
        await using var cluster = await DrainCluster.StartAsync(("Netra:Drain:ReadinessDelay", "00:00:01"), ("Netra:Drain:GracePeriod", "00:00:40"));
        var names = Enumerable.Range(0, Users).Select(i => $"user-{i}").ToList();
        var clients = names.Select(name => new RoamingClient(name, "tab", DrainCluster.TokenOf(name), cluster.Addresses)).ToList();
        using var end = new CancellationTokenSource();
        var running = await ConnectAsync(clients, end.Token);
        var publisher = new DrainPublisher(cluster.Staying.Api, names, perCall: 100, seed);
        using var enough = new CancellationTokenSource();
        var publishing = Task.Run(() => publisher.RunAsync(enough.Token));

        cluster.Leaving.AskToStop();
        var exitCode = await cluster.Leaving.ExitAsync(TimeSpan.FromSeconds(45));
        await enough.CancelAsync();
        await publishing;
        await publisher.PublishToAllAsync("last");
        foreach (var client in clients) await client.UntilAsync(one => one.LastSeq >= publisher.AcceptedOf(one.User).Keys.Max(), Patience.Long);

        Assert.Equal(0, exitCode);
        AssertLeftEvenly(clients);
        foreach (var client in clients) AssertComplete(client, publisher);
        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <summary>Connects a bounded number at once, as people come.</summary>
    private static async Task<List<Task>> ConnectAsync(List<RoamingClient> clients, CancellationToken end)
    {
        var running = new List<Task>();
        foreach (var some in clients.Chunk(100))
        {
            running.AddRange(some.Select(client => Task.Run(() => client.RunAsync(end), CancellationToken.None)));
            await Task.WhenAll(some.Select(client => client.ConnectedAsync()));
        }

        return running;
    }

    private static void AssertLeftEvenly(List<RoamingClient> clients)
    {
        var departures = clients.Select(client => Assert.Single(client.Departures)).ToList();
        Assert.All(departures, departure => Assert.Equal(1012, departure.CloseCode));
        var late = departures.Max(departure => departure.ClosedMs!.Value - departure.LetGoMs);
        var early = departures.Max(departure => departure.LetGoMs - departure.ClosedMs!.Value);
        var asked = MostInASecond(departures.Select(departure => departure.AskedMs));
        var letGo = MostInASecond(departures.Select(departure => departure.LetGoMs));
        var away = departures.Max(departure => departure.BackMs!.Value - departure.AskedMs);
        var took = departures.Max(departure => departure.LetGoMs) - departures.Min(departure => departure.AskedMs);
        var what = $"took {took} ms; in one second at most {asked} were asked, {letGo} let go; back after {away} ms at most; closed {late} ms late, {early} ms early at most";
        TestContext.Current.TestOutputHelper?.WriteLine(what);
        Assert.True(asked <= Tenth && letGo <= Tenth && away < AwayMs && early <= 20, what);
    }

    private static void AssertComplete(RoamingClient client, DrainPublisher publisher)
    {
        Assert.True(client.Faults.Count == 0, client.ToString());
        var accepted = publisher.AcceptedOf(client.User);
        Assert.Equal(accepted.OrderBy(message => message.Key).Select(message => message.Value), client.Ids);
        Assert.Equal(Enumerable.Range(1, accepted.Count).Select(seq => (long)seq), accepted.Keys.Order());
    }

    /// <summary>The most that fall into any second, at whichever moment it begins.</summary>
    private static int MostInASecond(IEnumerable<long> times)
    {
        var sorted = times.Order().ToList();
        int most = 0, first = 0;
        for (var last = 0; last < sorted.Count; last++)
        {
            while (sorted[last] - sorted[first] >= 1_000) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
