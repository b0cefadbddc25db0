using System.Net.WebSockets;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>Defects that once were.</summary>
public sealed class ConnectionRegressionTests : IAsyncDisposable
{
    private const int Window = 16 * 1024;
    private readonly TestGateway _gateway = new(options =>
    {
        options.MaxInboundMessages = 1;
        options.MaxQueuedFrames = 32;
    });

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Close_ClientDoesNotAnswer_CutAfterTheCloseTimeoutAndNotWithTheNextHeartbeat()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await _gateway.PassAsync(1);

        _gateway.Command(user, ConnectionCommandKind.Close, code: CloseCode.Replaced);
        await _gateway.PassAsync(5);

        await client.Served;
    }

    [Fact]
    public async Task Tick_TokenExpiredAndNoCloseAnswer_CutAfterTheCloseTimeout()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser(), tokenLife: TimeSpan.FromSeconds(2))).GreetedAsync();

        await _gateway.PassAsync(7);

        await client.Served;
    }

    [Fact]
    public async Task Auth_TokenThatExpiresSooner_EndsAtItsExp()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();
        await _gateway.PassAsync(1);

        var token = TestTokens.Of("alice", _gateway.Time.GetUtcNow().AddSeconds(10));
        await client.SendAsync($$$"""{"type":"auth","payload":{"token":"{{{token}}}"}}""");
        await client.NextAsync("auth_ok");
        await _gateway.PassAsync(1);
        await client.NextErrorAsync("token_expiring");
        await _gateway.PassAsync(9);

        Assert.Equal(4401, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Tick_GatewayDoesNotReadBecauseTheGrainStalls_ClientIsNotDead()
    {
        var user = new StalledUser(FakeUser.Submit);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await _gateway.PassAsync(1);
        await client.SendAsync("""{"type":"a","id":"m1"}""");
        await user.Calls.WaitForAsync(FakeUser.Submit);
        _gateway.WaitUntilHeard();

        _gateway.Pass(70);
        user.Release();

        while ((await client.NextAsync()).Type != "ack")
        {
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Tick_MessageComesInFragments_EachCountsAsLife()
    {
        _gateway.Options.MessageTimeout = TimeSpan.FromDays(1);
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();
        var fragments = new[] { "{\"type\"", ":\"a\",", "\"id\":", "\"m1\"}" };

        for (var i = 0; i < fragments.Length; i++)
        {
            await client.SendAsync(System.Text.Encoding.UTF8.GetBytes(fragments[i]), WebSocketMessageType.Text, i == fragments.Length - 1);
            if (i == fragments.Length - 1) break;
            await client.Server.FragmentsReadAsync(i + 1).WithinReason();
            _gateway.Pass(25);
        }

        var frame = await client.NextAsync();
        while (frame.Type == "ping") frame = await client.NextAsync();
        Assert.Equal("m1", frame.Id);
    }

    [Fact]
    public async Task CatchUp_PageComesAfterTheCloseFrame_SocketIsNotCut()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(3);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.Calls.WaitForAsync(FakeUser.Pull);
        _gateway.Command(user, ConnectionCommandKind.Close, code: CloseCode.Replaced);
        Assert.Equal(4409, await client.CloseCodeAsync());

        user.Release();
        Assert.True(SpinWait.SpinUntil(() => user.FramesPulled == 3, Waiting.Patience));
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await client.Served;

        Assert.DoesNotContain(_gateway.Log.Entries, entry => entry.Contains("Cutting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reattach_TimesOutAfterTheEnd_TakenOffTheListAgainAndNoErrorIsLogged()
    {
        var user = new StalledUser(FakeUser.Attach);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Stall();
        var reattach = _gateway.Connection.ReattachAsync();
        await user.Calls.WaitForAsync(FakeUser.Attach, 2);
        client.Cut();
        await client.Served;

        user.TimeOut();

        Assert.False(await reattach.WithinReason());
        await user.Calls.WaitForAsync(FakeUser.Detach, 2);
    }

    [Fact]
    public async Task Pong_AnswersAnEarlierPing_AcknowledgesOnlyWhatWasSentBeforeThat()
    {
        var user = new FakeUser().Append(3);
        var client = await (await _gateway.ConnectAsync(user, "?ack=auto")).GreetedAsync();
        await client.ExpectNotesAsync(1, 3);
        await _gateway.PassAsync(30);
        _gateway.Publish(user, 4);
        await client.NextAsync("ping");
        await client.SendAsync("""{"type":"alive"}""");
        await client.ExpectNotesAsync(4, 7);
        await user.Calls.WaitForAsync(FakeUser.Submit);
        await _gateway.PassAsync(30);

        await client.SendAsync("""{"type":"pong"}""");
        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 3");
        await client.SendAsync("""{"type":"pong"}""");
        await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} 7");

        Assert.Equal([3, 7], user.Acknowledged);
    }

    [Fact]
    public async Task Leave_QueueIsFull_StillSaysReconnect()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();
        _gateway.Publish(user, 200, padding: 1_000);

        _ = _gateway.Connection.LeaveAsync(0);

        ServerFrame frame;
        do frame = await client.NextAsync();
        while (frame.Type == "note");
        Assert.Equal("reconnect", frame.Type);
        Assert.Equal(1012, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Tick_QueueFullWhenThePingIsDue_PingsAsSoonAsThereIsRoom()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();
        await _gateway.PassAsync(20);
        _gateway.Publish(user, 200, padding: 1_000);
        await _gateway.PassAsync(10);

        for (var seq = 1; seq <= 200; seq++) await client.ExpectNotesAsync(seq, seq);
        await _gateway.PassAsync(1);

        await client.NextAsync("ping");
    }

    [Fact]
    public async Task Tick_WriteStallsBetweenTwoLooks_ClosedThirtySecondsAfterItBegan()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, windowBytes: Window)).GreetedAsync();
        await _gateway.PassAsync(3);
        _gateway.Publish(user, 200, padding: 1_000);
        await _gateway.PassAsync(5);
        await client.SendAsync("""{"type":"pong"}""");
        _gateway.WaitUntilHeard();

        await _gateway.PassAsync(26);

        Assert.Equal(4413, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Ack_ThenEndWhileAnotherAckIsUnderWay_DetachComesAfterIt()
    {
        var user = new StalledUser(FakeUser.Acknowledge);
        user.Append(5);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectNotesAsync(1, 5);
        user.Stall();
        await client.SendAsync("""{"type":"ack","payload":{"seq":2}}""");
        await user.Calls.WaitForAsync(FakeUser.Acknowledge);
        await client.SendAsync("""{"type":"ack","payload":{"seq":5}}""");
        await client.ExpectNothingAsync();

        client.Cut();
        Assert.True(SpinWait.SpinUntil(() => _gateway.Connection.Tick(_gateway.Time.NowMs) is null, Waiting.Patience));
        user.Release();
        await client.Served;

        Assert.Equal([2, 5], user.Acknowledged);
        Assert.Equal(FakeUser.Detach, user.Calls.All[^1]);
    }
}
