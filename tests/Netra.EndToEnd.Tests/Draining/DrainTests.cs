using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>Users at work while their gateway leaves: nothing of what they send, change or are sent is lost, repeated or out of order.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Exit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Drain_TabsThatSendAndChangeTheState_EachMessageOnceAndOneStateEverywhere()
    {
        const int Users = 10, Tabs = 3;
        await using var cluster = await DrainCluster.StartAsync(("Netra:Drain:ReadinessDelay", "00:00:01"), ("Netra:Drain:MinPerSecond", "10"));
        var users = Enumerable.Range(0, Users)
            .Select(i => Enumerable.Range(0, Tabs).Select(tab => ClientOf(cluster.Addresses, DrainCluster.TokenOf($"user-{i}"), $"user-{i}", tab)).ToList())
            .ToList();
        using var end = new CancellationTokenSource();
        var running = users.SelectMany(tabs => tabs).Select(client => Task.Run(() => client.RunAsync(end.Token))).ToList();
        await Task.WhenAll(users.SelectMany(tabs => tabs).Select(client => client.ConnectedAsync()));
        using var enough = new CancellationTokenSource();
        var working = users.SelectMany(tabs => tabs.Select((client, tab) => WorkAsync(client, tab, enough.Token))).ToList();

        cluster.Leaving.AskToStop();
        Assert.Equal(0, await cluster.Leaving.ExitAsync(Exit));
        await enough.CancelAsync();
        var sent = await Task.WhenAll(working);

        foreach (var (tabs, i) in users.Select((tabs, i) => (tabs, i)))
        {
            var expected = sent.Skip(i * Tabs).Take(Tabs).SelectMany(ids => ids).Order().ToList();
            foreach (var client in tabs)
            {
                await client.UntilAsync(one => one.LastSeq >= expected.Count, Patience.Short);
                Assert.True(client.Faults.Count == 0, client.ToString());
                Assert.Equal(expected, client.Ids.Order());
                Assert.Equal(tabs[0].Ids, client.Ids);
                Assert.Equal(1012, Assert.Single(client.Departures).CloseCode);
            }

            var state = (await cluster.Staying.Api.GetAsync($"/api/v1/users/user-{i}/state", ProductionHost.ReadKey)).AssertOk();
            var there = (state.GetProperty("version").GetInt64(), StateReplica.CanonicalText(state.GetProperty("state")));
            Assert.All(tabs, client => Assert.Equal(there, client.State));
            Assert.Equal(Tabs, (await cluster.UserAsync($"user-{i}")).GetProperty("connections").GetArrayLength());
        }

        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task Drain_OfTheOnlyHostAndItsStartOnTheSameStore_ClientsAreToldToWaitAndLoseNothing()
    {
        const int Users = 30;
        await using var host = await HostProcess.StartAsync(new HostSettings().With("Netra:Drain:MinPerSecond", "10"));
        var clients = Enumerable.Range(0, Users).Select(i => ClientOf([host.BaseUrl], TestToken.For($"user-{i}"), $"user-{i}", 0)).ToList();
        using var end = new CancellationTokenSource();
        var running = clients.Select(client => Task.Run(() => client.RunAsync(end.Token))).ToList();
        await Task.WhenAll(clients.Select(client => client.ConnectedAsync()));
        using var enough = new CancellationTokenSource();
        var working = clients.Select(client => WorkAsync(client, 0, enough.Token)).ToList();

        Assert.Equal(0, await host.StopAsync(Exit));
        await host.StartAgainAsync();
        foreach (var client in clients) await client.UntilAsync(one => one.Departures is [{ BackMs: not null }], Patience.Short);
        await enough.CancelAsync();
        var sent = await Task.WhenAll(working);

        foreach (var (client, ids) in clients.Zip(sent))
        {
            await client.UntilAsync(one => one.LastSeq >= ids.Count, Patience.Short);
            Assert.True(client.Faults.Count == 0, client.ToString());
            Assert.Equal(ids.Order(), client.Ids.Order());
            Assert.Equal(ids.Order(), (await host.Api.AllMessagesAsync(client.User)).Select(frame => frame.Id!).Order());
        }

        // Those who left early came back to a port that was open and said why it serves nobody.
        Assert.True(clients.Sum(client => client.RefusedByDrain) > 0);
        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <summary>
    /// Sends messages, each once the one before it is acknowledged, until it is enough and at least ten; the first tab changes the state between them. Answers
    /// their ids.
    /// </summary>
    private static async Task<IReadOnlyList<string>> WorkAsync(RoamingClient client, int tab, CancellationToken enough)
    {
        var ids = new List<string>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var n = 0; n < 10 || !enough.IsCancellationRequested; n++)
        {
            await pace.WaitForNextTickAsync(CancellationToken.None);
            ids.Add($"t{tab}-m{n}");
            await client.SendAsync("note", $$"""{"n":{{n}}}""", ids[^1]);
            await client.UntilAsync(one => one.IsAllAcknowledged, Patience.Short);
            if (tab != 0) continue;
            ids.Add($"t{tab}-s{n}");
            await client.ChangeStateAsync(JsonSerializer.Serialize(new Dictionary<string, int> { [$"k{n % 7}"] = n }), ids[^1]);
            await client.UntilAsync(one => one.IsAllAcknowledged, Patience.Short);
        }

        return ids;
    }

    private static RoamingClient ClientOf(IReadOnlyList<string> gateways, string token, string user, int tab) => new(user, $"tab-{tab}", token, gateways);
}
