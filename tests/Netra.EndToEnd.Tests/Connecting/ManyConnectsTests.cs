namespace Netra.EndToEnd.Tests;

/// <summary>Connects that come together, and clients that come back (protocol sections 1 and 4).</summary>
public sealed class ManyConnectsTests(SharedHost shared) : BehaviourTests(shared)
{
    [Fact]
    public async Task ConcurrentConnects_OfManyUsers_AllGetIn()
    {
        const int Users = 20, Each = 5;
        var users = Enumerable.Range(0, Users).Select(_ => new UserCalls(Api, NewUser())).ToList();

        var sockets = await Task.WhenAll(users.SelectMany(user => Enumerable.Repeat(user, Each)).Select(ConnectAsync));

        var ids = new List<string>();
        for (var i = 0; i < sockets.Length; i++)
        {
            var established = (await sockets[i].NextAsync()).Payload;
            Assert.Equal(users[i / Each].User, established.GetProperty("user_id").GetString());
            ids.Add(established.GetProperty("connection_id").GetString()!);
        }

        Assert.Equal(Users * Each, ids.Distinct().Count());
        for (var u = 0; u < Users; u++) Assert.Equal(ids.Skip(u * Each).Take(Each).Order(), (await users[u].ConnectionIdsAsync()).Order());
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task ConcurrentConnects_OfOneUser_LetInExactlyTheLimit()
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Host.ConnectAsync(User, "reject=close")));

        var admitted = new List<NetraSocket>();
        foreach (var socket in sockets)
        {
            if (await IsAdmittedAsync(socket)) admitted.Add(socket);
            else Assert.Equal(new SocketEnd(4429, "connection_limit"), await socket.EndAsync());
        }

        Assert.Equal(5, admitted.Count);
        Assert.Equal(
            admitted.Select(socket => socket.Frames[0].Payload.GetProperty("connection_id").GetString()).Order(),
            (await Calls.ConnectionIdsAsync()).Order());
        foreach (var socket in admitted) await socket.PingAsync();
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task Retry_AfterTheLimitRefused_GetsInAsSoonAsThereIsRoom()
    {
        var sockets = new List<NetraSocket>();
        for (var i = 0; i < 5; i++) sockets.Add(await Host.ConnectAsync(User));
        var refused = await Upgrade.TryAsync(Api, "token=" + TestToken.For(User));
        refused.AssertProblem(429, "connection_limit");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

        await sockets[0].CloseAsync();
        await Calls.AssertConnectionsAsync(4);
        await using var late = await Host.ConnectAsync(User);

        await late.PingAsync();
        (await Upgrade.TryAsync(Api, "token=" + TestToken.For(User))).AssertProblem(429, "connection_limit");
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task Retry_AfterAnExpiredToken_GetsInWithAFreshOneAndMissesNothing()
    {
        await Api.PublishManyAsync(User, 3);
        (await Upgrade.TryAsync(Api, "token=" + TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now - 60}}}"""))).AssertProblem(401, "token_expired");

        await using var socket = await Host.ConnectAsync(User);

        Replay.AssertNotes(1, 3, await socket.ReceiveDurableAsync(3));
    }

    private Task<NetraSocket> ConnectAsync(UserCalls user) => Host.ConnectAsync(user.User);

    /// <summary>Whether the first thing that comes is a frame, and not the end.</summary>
    private static async Task<bool> IsAdmittedAsync(NetraSocket socket)
    {
        try
        {
            await socket.FindAsync(_ => true);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
