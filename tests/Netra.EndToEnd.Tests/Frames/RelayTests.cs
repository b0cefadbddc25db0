namespace Netra.EndToEnd.Tests;

/// <summary>Application messages of clients, and the control frames that read (protocol section 2.2).</summary>
public sealed class RelayTests(SharedHost shared) : SharedHostTests(shared)
{
    [Fact]
    public async Task Message_WithAnId_IsAcknowledgedWithItsSeqAndReachesEveryConnection()
    {
        await using var sender = await Host.ConnectAsync(User);
        await using var other = await Host.ConnectAsync(User);
        await other.ReceiveAsync("state_snapshot");

        await sender.SendAsync("""{"type":"chat_message","id":"m-1","content":"hi","timestamp":5}""");

        var ack = await sender.ReceiveAsync("ack");
        Assert.Equal(("m-1", """{"id":"m-1","duplicate":false,"seq":1}"""), (ack.Id, ack.PayloadText));
        var frame = await other.NextAsync();
        Assert.Equal(("chat_message", "m-1", 1, """{"content":"hi"}"""), (frame.Type, frame.Id, frame.Seq, frame.PayloadText));
        Assert.True(frame.Timestamp > 1_600_000_000_000, "A client's timestamp is not read.");
        Assert.Equal(frame.Text, (await sender.FindAsync(own => own.Seq == 1)).Text);
        Assert.Equal(["type", "id", "seq", "timestamp", "payload"], frame.Root.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Message_WithoutAnId_IsDeliveredWithoutAnAck()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync("""{"type":"note","payload":{"n":1},"ignored":true}""");

        Replay.AssertNotes(1, 1, [await socket.NextAsync()]);
        Assert.Empty(await socket.PingAsync());
    }

    [Fact]
    public async Task Messages_OfOneConnection_KeepTheirOrder()
    {
        await using var socket = await Host.ConnectAsync(User);

        for (var n = 1; n <= 40; n++) await socket.SendAsync($$$"""{"type":"note","id":"{{{n}}}","payload":{"n":{{{n}}}}}""");

        Replay.AssertNotes(1, 40, await socket.ReceiveDurableAsync(40));
        await Replay.AssertHistoryAsync(40, Api, User);
        await socket.FindAsync(frame => frame.Type == "ack" && frame.Id == "40");
        Assert.Equal(Enumerable.Range(1, 40).Select(n => $"{n}"), socket.Frames.Where(frame => frame.Type == "ack").Select(frame => frame.Id));
    }

    [Fact]
    public async Task Ping_WithAPayload_IsAnsweredWithIt()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync("""{"type":"ping","id":"p","payload":{"at":[1,{"b":"ü"}]}}""");

        var pong = await socket.NextAsync();
        Assert.Equal(("pong", "p", """{"at":[1,{"b":"ü"}]}"""), (pong.Type, pong.Id, pong.Payload.GetRawText()));
    }

    [Fact]
    public async Task History_InPages_GivesTheFramesAsTheyWereDelivered()
    {
        await Api.PublishManyAsync(User, 5);
        await using var socket = await Host.ConnectAsync(User);
        var delivered = await socket.ReceiveDurableAsync(5);

        await socket.SendAsync("""{"type":"history","id":"h1","payload":{"after":0,"limit":3}}""");
        var first = await socket.NextAsync();
        await socket.SendAsync("""{"type":"history","id":"h2","payload":{"after":3}}""");
        var second = await socket.NextAsync();

        Assert.Equal(("history", "h1", "history", "h2"), (first.Type, first.Id, second.Type, second.Id));
        Assert.True(first.Payload.GetProperty("has_more").GetBoolean());
        Assert.False(second.Payload.GetProperty("has_more").GetBoolean());
        var pages = new[] { first, second }.SelectMany(page => page.Payload.GetProperty("messages").EnumerateArray());
        Assert.Equal(delivered.Select(frame => frame.Text), pages.Select(message => message.GetRawText()));
    }

    [Fact]
    public async Task GetCurrentState_OfANewUser_IsEmpty()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        await socket.SendAsync("""{"type":"get_current_state","id":"s"}""");

        var state = await socket.NextAsync();
        Assert.Equal(("current_state", "s", """{"version":0,"state":{}}"""), (state.Type, state.Id, state.PayloadText));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4000)]
    public async Task Close_OfTheClient_IsAnsweredAndTakesItOffTheList(int code)
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        var end = await socket.CloseAsync(code);

        Assert.Equal(code, end.Code);
        await Eventually.IsAsync(0, ConnectionsAsync);
    }

    [Fact]
    public async Task Cut_OfTheConnection_TakesItOffTheList()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");
        Assert.Equal(1, await ConnectionsAsync());

        socket.Abort();

        await Eventually.IsAsync(0, ConnectionsAsync);
    }

    private async Task<int> ConnectionsAsync() => (await Api.UserAsync(User)).GetProperty("connections").GetArrayLength();
}
