namespace Netra.EndToEnd.Tests;

/// <summary>Pings at intervals, and what counts as life (protocol section 4).</summary>
public sealed class HeartbeatTests(QuickHost quick) : BehaviourTests(quick)
{
    [Fact]
    public async Task ConfigurableInterval_IsToldToClients()
    {
        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal(QuickHost.Heartbeat, (await socket.NextAsync()).Payload.GetProperty("heartbeat").GetRawText());
        var config = (await Api.SendAsync(HttpMethod.Get, "/api/v1/config", key: null)).AssertOk();
        Assert.Equal(QuickHost.Heartbeat, config.GetProperty("heartbeat").GetRawText());
    }

    [Fact]
    public async Task PingAtIntervals_WithPongs_ComesAgainAfterEach()
    {
        await using var socket = await Host.ConnectAsync(User);
        var begun = (await socket.ReceiveAsync("connection_established")).Timestamp;

        var times = new List<long> { begun };
        for (var i = 0; i < 3; i++)
        {
            var ping = await socket.ReceiveAsync("ping");
            Assert.Equal($$$"""{"type":"ping","timestamp":{{{ping.Timestamp}}},"payload":{}}""", ping.Text);
            times.Add(ping.Timestamp);
        }

        // A pong is inbound traffic: the interval begins anew with it, and so the pings are never closer than it.
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 950, string.Join(' ', times)));
    }

    [Fact]
    public async Task Pong_IsAnsweredByNothingAndMovesWhenTheClientWasLastSeen()
    {
        await using var socket = await Host.ConnectAsync(User);
        var seen = await LastSeenAsync();

        await socket.ReceiveAsync("ping");

        // The gateway tells the list with its leases.
        await Eventually.IsAsync(true, async () => await LastSeenAsync() > seen);
        Assert.Equal(["connection_established", "state_snapshot"], socket.Frames.Select(frame => frame.Type).Where(type => type != "ping"));
    }

    [Fact]
    public async Task StaysAlive_WithTrafficOfAnyKind_WithoutPongs()
    {
        string[] signs = ["""{"type":"ack","payload":{"seq":0}}""", """{"type":"note"}""", """{"type":"ping"}""", "{", ""];
        var sockets = await Task.WhenAll(signs.Select(_ => NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.For(User), answersPings: false)));
        var begun = (await sockets[0].NextAsync()).Timestamp;

        await Task.WhenAll(sockets.Select(async (socket, i) =>
        {
            while (true)
            {
                var ping = await socket.ReceiveAsync("ping");
                if (ping.Timestamp > begun + QuickHost.BeyondTimeoutMs) return;
                await socket.SendAsync(signs[i]);
            }
        }));

        Assert.Equal(signs.Length, (await Calls.ConnectionIdsAsync()).Count);
        foreach (var socket in sockets)
        {
            await socket.PingAsync();
            await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task StaysAlive_WithTrafficDenserThanTheInterval_WithoutPings()
    {
        await using var socket = await Host.ConnectAsync(User);
        var begun = (await socket.NextAsync()).Timestamp;

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var last = begun;
        while (last < begun + 3_500)
        {
            await timer.WaitForNextTickAsync();
            last = (await socket.AskAsync("ping", "{}")).Timestamp;
        }

        // A machine that stands still for a second makes a gap of its own.
        var times = socket.Frames.Where(frame => frame.Type == "pong").Select(frame => frame.Timestamp).ToList();
        if (times.Zip(times.Skip(1)).All(pair => pair.Second - pair.First < 900)) Assert.DoesNotContain(socket.Frames, frame => frame.Type == "ping");
        Assert.True(times[^1] >= begun + 3_500);
    }

    private async Task<long> LastSeenAsync() => (await Api.UserAsync(User)).GetProperty("connections")[0].GetProperty("last_seen_at").GetInt64();
}
