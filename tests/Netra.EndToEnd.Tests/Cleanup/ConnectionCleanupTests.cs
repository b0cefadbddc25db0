namespace Netra.EndToEnd.Tests;

/// <summary>However a connection ends, it is off its user's list, and nobody else notices (protocol section 4).</summary>
public sealed class ConnectionCleanupTests(SharedHost shared) : BehaviourTests(shared)
{
    [Fact]
    public async Task SeveralAtOnce_ThatLeave_LeaveTheOthersAlone()
    {
        const int Users = 10;
        var users = Enumerable.Range(0, Users).Select(_ => new UserCalls(Api, NewUser())).ToList();
        var kept = await Task.WhenAll(users.Select(user => Host.ConnectAsync(user.User)));
        var leaving = await Task.WhenAll(users.SelectMany(user => Enumerable.Repeat(user, 4)).Select(user => Host.ConnectAsync(user.User)));

        for (var i = 0; i < leaving.Length; i++)
        {
            if (i % 2 == 0) leaving[i].Abort();
            else await leaving[i].CloseAsync();
        }

        for (var u = 0; u < Users; u++)
        {
            await users[u].AssertConnectionsAsync(1);
            await Api.PublishAsync(users[u].User, "note", "{}");
            Assert.Equal(1, (await kept[u].ReceiveAsync("note")).Seq);
        }

        foreach (var socket in kept.Concat(leaving)) await socket.DisposeAsync();
    }

    [Fact]
    public async Task NetworkDrop_ByATcpReset_IsCleanedUpAtOnce()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync("token=" + TestToken.For(User));
        Assert.Single(await Calls.ConnectionIdsAsync());

        raw.Reset();

        await Calls.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task NetworkDrop_InTheMiddleOfAFrame_IsCleanedUpAndTheFrameIsNothing()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync("token=" + TestToken.For(User));
        // The head of a frame of 100 bytes, and five of them.
        await raw.SendAsync([0x81, 0x80 | 100, 0, 0, 0, 0, .. "{\"typ"u8]);

        raw.Reset();

        await Calls.AssertConnectionsAsync(0);
        await Replay.AssertHeadAsync(0, Api, User);
    }

    [Fact]
    public async Task MalformedFlood_WhoseAnswersNobodyReads_IsCleanedUpWithItsSocket()
    {
        await using var other = await Host.ConnectAsync(User);
        await using (var raw = await RawConnection.OpenAsync(Host.Port))
        {
            await raw.UpgradeAsync("token=" + TestToken.For(User));
            // Nothing of the answers is read.
            for (var i = 0; i < 2_000; i++) await raw.SendTextAsync(i % 2 == 0 ? "{" : """{"type":5}""");
            Assert.Equal(2, (await Calls.ConnectionIdsAsync()).Count);
            raw.Reset();
        }

        await Calls.AssertConnectionsAsync(1);
        await Api.PublishAsync(User, "note", "{}");
        Assert.Equal(1, (await other.ReceiveAsync("note")).Seq);
    }

    [Fact]
    public async Task Ghosts_AfterEveryKindOfEnd_AreNotOnTheList()
    {
        await using var living = await Host.ConnectAsync(User, "client_id=living");
        var id = (await living.NextAsync()).Payload.GetProperty("connection_id").GetString()!;

        await using var closed = await Host.ConnectAsync(User);
        await closed.CloseAsync();
        await using var aborted = await Host.ConnectAsync(User);
        aborted.Abort();
        await using var tooBig = await Host.ConnectAsync(User);
        await tooBig.SendBytesAsync(new byte[262_145]);
        Assert.Equal(1009, (await tooBig.EndAsync()).Code);
        await using var noText = await Host.ConnectAsync(User);
        await noText.SendBytesAsync(new byte[] { 0xFF });
        Assert.Equal(1007, (await noText.EndAsync()).Code);
        await using var stranger = await Host.ConnectAsync(User);
        await stranger.SendAsync($$"""{"type":"auth","token":"{{TestToken.For(NewUser())}}"}""");
        Assert.Equal(4403, (await stranger.EndAsync()).Code);
        await using var replaced = await Host.ConnectAsync(User, "client_id=twice");
        await using var replacing = await Host.ConnectAsync(User, "client_id=twice");
        Assert.Equal(4409, (await replaced.EndAsync()).Code);
        await replacing.CloseAsync();
        await using (var raw = await RawConnection.OpenAsync(Host.Port))
        {
            await raw.UpgradeAsync("token=" + TestToken.For(User));
            await raw.SendAsync([0xC1, 0x80, 0, 0, 0, 0]);
            Assert.Equal(1002, await raw.ReadCloseAsync());
        }

        await Calls.AssertConnectionsAsync(1);
        Assert.Equal([id], await Calls.ConnectionIdsAsync());
        // None of them counts toward the limit.
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Host.ConnectAsync(User)));
        foreach (var socket in others)
        {
            await socket.PingAsync();
            await socket.DisposeAsync();
        }
    }
}
