namespace Netra.EndToEnd.Tests;

/// <summary>Clients that fall silent (protocol section 4).</summary>
[Collection(nameof(Alone))]
public sealed class DeadPeerTests(QuickHost quick) : BehaviourTests(quick)
{
    [Fact]
    public async Task DeadPeer_OnASilentNetwork_IsOffTheListAndMissesNothing()
    {
        await using var network = TcpRelay.To(Host);
        await using var socket = await NetraSocket.ConnectAsync(network.BaseUrl, TestToken.For(User), "client_id=tab");
        await socket.ReceiveAsync("state_snapshot");
        await Api.PublishManyAsync(User, 2);
        await socket.UntilAsync(2);

        network.HoldToHost();
        network.HoldToClient();
        await Api.PublishManyAsync(User, 2, from: 3);
        await Calls.AssertConnectionsAsync(0);

        await using var back = await Host.ConnectAsync(User, "client_id=tab&last_seq=2&start=head");
        Replay.AssertNotes(3, 4, await back.ReceiveDurableAsync(2));
        // What the old socket gets late is what was sent into the silence, and then its end.
        network.Release();
        Assert.Contains((await socket.EndAsync()).Code, new[] { 4408, SocketEnd.Lost });
        Assert.Single(await Calls.ConnectionIdsAsync());
    }

    [Fact]
    public async Task MissingPong_OfTheLimitOfConnections_ClosesEachAndCleansUp()
    {
        var silent = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.For(User), answersPings: false)));
        (await Upgrade.TryAsync(Api, "token=" + TestToken.For(User))).AssertProblem(429, "connection_limit");

        foreach (var socket in silent)
        {
            Assert.Equal(new SocketEnd(4408, "heartbeat timeout"), await socket.EndAsync());
            Assert.Contains(socket.Frames, frame => frame.Type == "ping");
            await socket.DisposeAsync();
        }

        await Calls.AssertConnectionsAsync(0);
        await using var next = await Host.ConnectAsync(User);
        await next.PingAsync();
    }

    [Fact]
    public async Task UnderLoad_TheSilentGoAndTheLivingStay()
    {
        const int Users = 30;
        var users = Enumerable.Range(0, Users).Select(_ => new UserCalls(Api, NewUser())).ToList();
        var living = await Task.WhenAll(users.Select(user => Host.ConnectAsync(user.User, "client_id=living")));
        var silent = await Task.WhenAll(users.Select(user => NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.For(user.User), "client_id=silent", answersPings: false)));
        var published = 0;
        var gone = Task.WhenAll(silent.Select(socket => socket.EndAsync()));

        // What the server sends is no sign of the client's life.
        while (!gone.IsCompleted)
        {
            await Task.WhenAll(users.Select(user => Api.PublishAsync(user.User, "note", $$"""{"n":{{published + 1}}}""")));
            published++;
            if (published == 200) await gone;
        }

        Assert.All(await gone, end => Assert.Equal(4408, end.Code));
        for (var u = 0; u < Users; u++)
        {
            Replay.AssertNotes(1, published, await living[u].ReceiveDurableAsync(published));
            await living[u].PingAsync();
            await users[u].AssertConnectionsAsync(1);
        }

        foreach (var socket in living.Concat(silent)) await socket.DisposeAsync();
    }
}
