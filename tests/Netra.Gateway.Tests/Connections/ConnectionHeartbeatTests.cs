namespace Netra.Gateway.Tests;

public sealed class ConnectionHeartbeatTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Tick_SilentForTheInterval_Pings()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await _gateway.PassAsync(29);
        _gateway.Publish(user, 1);
        await _gateway.PassAsync(1);

        await client.ExpectNotesAsync(1, 1);
        var ping = await client.NextAsync("ping");
        Assert.Equal($$$"""{"type":"ping","timestamp":{{{_gateway.Time.NowMs}}},"payload":{}}""", ping.Text);
    }

    [Fact]
    public async Task Tick_SilentForTheTimeout_ClosesWith4408()
    {
        var client = await _gateway.ConnectAsync(new FakeUser());

        await _gateway.PassAsync(59);
        Assert.Equal(1, _gateway.Hub.Count);
        await _gateway.PassAsync(1);

        Assert.Equal(4408, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Tick_PongEachTime_StaysOpen()
    {
        // Acknowledging by pong makes a pong visible to the test.
        var user = new FakeUser();
        var client = await _gateway.ConnectAsync(user, "?ack=auto&state_version=0");
        await client.NextAsync("connection_established");

        for (var i = 1; i <= 5; i++)
        {
            _gateway.Publish(user, 1);
            await client.ExpectNotesAsync(i, i);
            await _gateway.PassAsync(30);
            await client.NextAsync("ping");
            await client.SendAsync("""{"type":"pong"}""");
            await user.Calls.WaitForAsync($"{FakeUser.Acknowledge} {i}");
        }

        await _gateway.PassAsync(29);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Tick_OtherFramesComing_NoPing()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();

        for (var i = 0; i < 5; i++)
        {
            await _gateway.PassAsync(25);
            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Tick_MalformedFrame_CountsAsLife()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();

        await _gateway.PassAsync(29);
        await client.SendAsync("junk");
        await client.NextErrorAsync("invalid_json");
        await _gateway.PassAsync(29);

        await client.ExpectNothingAsync();
    }
}
