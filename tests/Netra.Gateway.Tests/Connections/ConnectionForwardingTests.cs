namespace Netra.Gateway.Tests;

public sealed class ConnectionForwardingTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(options =>
    {
        options.MaxInboundMessages = 4;
        options.MessagesPerSecond = 1_000;
    });

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Forward_ManyMessages_RelayedAndAnsweredInOrder()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        for (var i = 0; i < 50; i++) await SayAsync(client, $"id{i}");

        for (var i = 0; i < 50; i++)
        {
            var ack = await client.NextAsync("ack");
            Assert.Equal($$"""{"id":"id{{i}}","duplicate":false,"seq":{{i + 1}}}""", ack.Payload.GetRawText());
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"id{i}"), user.Published.Select(message => message.Id));
    }

    [Fact]
    public async Task Forward_WithoutId_NoAck()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"chat","content":"hi"}""");
        await SayAsync(client, "second");

        Assert.Equal("second", (await client.NextAsync("ack")).Id);
        Assert.Equal("""{"content":"hi"}""", System.Text.Encoding.UTF8.GetString(user.Published[0].Payload.Span));
    }

    [Fact]
    public async Task Forward_GrainSlow_PongOvertakesTheAck()
    {
        var user = new StalledUser(FakeUser.Publish);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, "m1");
        await client.SendAsync("""{"type":"ping","id":"p1","payload":{"a":1}}""");

        var pong = await client.NextAsync("pong");
        Assert.Equal("p1", pong.Id);
        Assert.Equal("""{"a":1}""", pong.Payload.GetRawText());
        user.Release();
        Assert.Equal("m1", (await client.NextAsync("ack")).Id);
    }

    [Fact]
    public async Task Forward_GrainFails_ErrorWithRefAndNoAck()
    {
        var user = new UnavailableUser(FakeUser.Publish);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, "m1");
        var error = await client.NextErrorAsync("internal");
        user.IsDown = false;
        await SayAsync(client, "m2");

        Assert.Equal("m1", error.Id);
        Assert.Equal("m1", error.Payload.GetProperty("ref").GetString());
        Assert.Equal(5_000, error.Payload.GetProperty("retry_after_ms").GetInt64());
        Assert.DoesNotContain("Exception", error.Text, StringComparison.Ordinal);
        Assert.Equal("m2", (await client.NextAsync("ack")).Id);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Forward_GrainTimesOut_SaysThatItMayHaveBeenHandled()
    {
        var user = new StalledUser(FakeUser.Publish);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m1");
        await user.Calls.WaitForAsync(FakeUser.Publish);

        user.TimeOut();

        var error = await client.NextErrorAsync("internal");
        Assert.Contains("may or may not", error.Payload.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forward_GrainStalled_StopsReadingAndGoesOnAfterwards()
    {
        var user = new StalledUser(FakeUser.Publish);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m0");
        await user.Calls.WaitForAsync(FakeUser.Publish);

        for (var i = 1; i <= 20; i++) await SayAsync(client, $"m{i}");
        await client.SendAsync("""{"type":"ping","id":"p"}""");
        user.Release();

        // The ping stands behind more messages than may wait: it can't be answered before those that stand before them.
        var order = new List<string?>();
        while (order.Count < 22) order.Add((await client.NextAsync()).Id);
        Assert.True(order.IndexOf("p") > order.IndexOf("m4"), string.Join(' ', order));
        Assert.Equal(Enumerable.Range(0, 21).Select(i => $"m{i}"), order.Where(id => id != "p"));
        Assert.InRange(user.Batches.Max(), 1, 4);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Forward_ClientGoesAfterwards_IsStoredNevertheless()
    {
        var user = new StalledUser(FakeUser.Publish);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m1");
        await SayAsync(client, "m2");
        await client.ExpectNothingAsync();

        client.Cut();
        await client.Served;
        user.Release();

        await user.Calls.WaitForAsync(FakeUser.Publish, user.Batches[0] == 2 ? 1 : 2);
    }

    [Fact]
    public async Task History_AfterMessages_HasThem()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, "m1");
        await client.SendAsync("""{"type":"history","id":"h1","payload":{"limit":1}}""");

        Assert.Equal("m1", (await client.NextAsync("ack")).Id);
        var history = await client.NextAsync("history");
        Assert.Equal("h1", history.Id);
        Assert.Equal("m1", history.Payload.GetProperty("messages")[0].GetProperty("id").GetString());
        Assert.False(history.Payload.GetProperty("has_more").GetBoolean());
    }

    [Theory]
    [InlineData("""{"type":"history","id":"x","payload":{"limit":0}}""", "invalid_payload")]
    [InlineData("""{"type":"resume","id":"x","payload":{}}""", "invalid_payload")]
    [InlineData("""{"type":"auth","id":"x","payload":{}}""", "invalid_payload")]
    [InlineData("""{"type":"state_update","id":"x","payload":{}}""", "reserved_type")]
    [InlineData("""{"type":"reconnect","id":"x"}""", "reserved_type")]
    public async Task Handle_WrongFrame_ErrorWithItsId(string frame, string code)
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();

        await client.SendAsync(frame);

        Assert.Equal("x", (await client.NextErrorAsync(code)).Id);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task GetCurrentState_Always_VersionZero()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();

        await client.SendAsync("""{"type":"get_current_state","id":"s1"}""");

        var state = await client.NextAsync("current_state");
        Assert.Equal("s1", state.Id);
        Assert.Equal("""{"version":0,"state":{}}""", state.Payload.GetRawText());
    }

    private static Task SayAsync(TestClient client, string id) => client.SendAsync($$$"""{"type":"chat","id":"{{{id}}}","payload":{}}""");
}
