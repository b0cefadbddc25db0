using Netra.Abstractions;
using Netra.Protocol;

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

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"id{i}"), user.Submitted.Select(message => message.Id));
    }

    [Fact]
    public async Task Forward_WithoutId_NoAck()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"chat","content":"hi"}""");
        await SayAsync(client, "second");

        Assert.Equal("second", (await client.NextAsync("ack")).Id);
        Assert.Equal("""{"content":"hi"}""", System.Text.Encoding.UTF8.GetString(user.Submitted[0].Payload.Span));
    }

    [Fact]
    public async Task Forward_FewerAnswersThanItems_SubmitsTheRestAgain()
    {
        var user = new StalledUser(FakeUser.Submit) { MaxAnswers = 2 };
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m0");
        await user.Calls.WaitForAsync(FakeUser.Submit);
        for (var i = 1; i < 4; i++) await SayAsync(client, $"m{i}");
        await client.ExpectNothingAsync();
        user.Release();

        for (var i = 0; i < 4; i++) Assert.Equal($"m{i}", (await client.NextAsync("ack")).Id);
        await client.ExpectNothingAsync();
        Assert.Equal(["m0", "m1", "m2", "m3"], user.Submitted.Select(item => item.Id));
        Assert.Equal([1, 3, 1], user.Batches);
    }

    [Fact]
    public async Task Forward_GrainFailsBetweenTwoParts_OnlyTheRestIsAnError()
    {
        var user = new StalledUser(FakeUser.Submit) { MaxAnswers = 1 };
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m0");
        await user.Calls.WaitForAsync(FakeUser.Submit);
        await SayAsync(client, "m1");
        await SayAsync(client, "m2");
        await client.ExpectNothingAsync();
        user.ReleaseAndStall();
        Assert.Equal("m0", (await client.NextAsync("ack")).Id);
        await user.Calls.WaitForAsync(FakeUser.Submit, 2);
        user.ReleaseAndStall();
        Assert.Equal("m1", (await client.NextAsync("ack")).Id);
        await user.Calls.WaitForAsync(FakeUser.Submit, 3);

        user.TimeOut();

        Assert.Equal("m2", (await client.NextErrorAsync("internal")).Id);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Forward_AnswersThatDoNotFit_ErrorAndTheConnectionGoesOn(int answers)
    {
        var user = new MiscountingUser(answers);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, "m0");
        Assert.Equal("m0", (await client.NextErrorAsync("internal")).Id);

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Forward_DuplicateId_AckSaysSoWithTheFirstOnesSeq()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, "m1");
        await SayAsync(client, "m2");
        await SayAsync(client, "m1");

        await client.NextAsync("ack");
        await client.NextAsync("ack");
        Assert.Equal("""{"id":"m1","duplicate":true,"seq":1}""", (await client.NextAsync("ack")).Payload.GetRawText());
    }

    [Fact]
    public async Task Forward_HandlerTookIt_AckWithoutASeq()
    {
        var user = new FakeUser { AnswerItem = _ => new SubmitAnswer(SubmitStatus.Accepted) };
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, "m1");

        Assert.Equal("""{"id":"m1","duplicate":false}""", (await client.NextAsync("ack")).Payload.GetRawText());
    }

    [Theory]
    [InlineData("""{"type":"chat","id":"m1"}""", "m1")]
    [InlineData("""{"type":"chat"}""", null)]
    public async Task Forward_Refused_ErrorWithRefAlsoWithoutAnId(string frame, string? id)
    {
        var refusal = new FrameError(ErrorCodes.QueueFull, "The queue is full.") { RetryAfterMs = 700 };
        var user = new FakeUser { AnswerItem = item => item.Type == "chat" ? new SubmitAnswer(SubmitStatus.Refused) { Error = refusal } : null };
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync(frame);
        await client.SendAsync("""{"type":"other","id":"m2"}""");

        var error = await client.NextErrorAsync("queue_full");
        Assert.Equal((id, id, 700), (error.Id, error.Payload.GetProperty("ref").GetString(), error.Payload.GetProperty("retry_after_ms").GetInt64()));
        Assert.Equal("m2", (await client.NextAsync("ack")).Id);
    }

    [Fact]
    public async Task Forward_AnswerWithoutWhatBelongsToIt_ErrorAndTheNextGoesOn()
    {
        var user = new FakeUser { AnswerItem = item => item.Id == "m1" ? new SubmitAnswer(SubmitStatus.Conflict) : null };
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, "m1");
        Assert.Equal("m1", (await client.NextErrorAsync("internal")).Id);
        await SayAsync(client, "m2");

        Assert.Equal("m2", (await client.NextAsync("ack")).Id);
    }

    [Fact]
    public async Task Forward_Items_NameConnectionAndSession()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user, "?client_id=tab1")).GreetedAsync();

        await SayAsync(client, "m1");
        await client.NextAsync("ack");

        var request = Assert.Single(user.SubmitRequests);
        Assert.Equal((_gateway.Connection.Identity.Id, "tab1"), (request.Connection, request.Client.Value));
    }

    [Fact]
    public async Task Forward_GrainSlow_PongOvertakesTheAck()
    {
        var user = new StalledUser(FakeUser.Submit);
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
        var user = new UnavailableUser(FakeUser.Submit);
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
        var user = new StalledUser(FakeUser.Submit);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m1");
        await user.Calls.WaitForAsync(FakeUser.Submit);

        user.TimeOut();

        var error = await client.NextErrorAsync("internal");
        Assert.Contains("may or may not", error.Payload.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forward_GrainStalled_StopsReadingAndGoesOnAfterwards()
    {
        var user = new StalledUser(FakeUser.Submit);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m0");
        await user.Calls.WaitForAsync(FakeUser.Submit);

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
        var user = new StalledUser(FakeUser.Submit);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await SayAsync(client, "m1");
        await SayAsync(client, "m2");
        await client.ExpectNothingAsync();

        client.Cut();
        await client.Served;
        user.Release();
        await user.Calls.WaitForAsync(FakeUser.Submit);

        await user.Calls.WaitForAsync(FakeUser.Submit, user.Batches[0] == 2 ? 1 : 2);
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
    [InlineData("""{"type":"state_update","id":"x","payload":{}}""", "invalid_payload")]
    [InlineData("""{"type":"partial_state_update","id":"x","version":1,"updates":[]}""", "invalid_payload")]
    [InlineData("""{"type":"reconnect","id":"x"}""", "reserved_type")]
    public async Task Handle_WrongFrame_ErrorWithItsId(string frame, string code)
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();

        await client.SendAsync(frame);

        Assert.Equal("x", (await client.NextErrorAsync(code)).Id);
        await client.ExpectNothingAsync();
    }

    private static Task SayAsync(TestClient client, string id) => client.SendAsync($$$"""{"type":"chat","id":"{{{id}}}","payload":{}}""");
}
