using System.Text.Json;

namespace Netra.Client.Tests;

public sealed class SendingTests : ClientTests
{
    [Fact]
    public async Task SendAsync_AnsweredOrRefused_EndsTheCall()
    {
        var (client, connection) = await ConnectAsync();
        var accepted = client.SendAsync("note", new Note(1), "a");
        var refused = client.SendAsync("note", new Note(2), "b");

        var frame = await connection.ReceiveAsync();
        await connection.AcceptAsync("a", 7);
        await connection.ReceiveAsync();
        await connection.SendAsync("""{"type":"error","id":"b","timestamp":1,"payload":{"code":"unknown_type","message":"no","ref":"b","retry_after_ms":null}}""");

        Assert.Equal("""{"type":"note","id":"a","payload":{"n":1,"from":null}}""", frame.GetRawText());
        Assert.Equal(new Accepted("a", false, 7), await accepted.InTime());
        Assert.Equal(("unknown_type", "no"), (await Assert.ThrowsAsync<NetraException>(() => refused.InTime()) is var exception ? exception.Code : "", exception.Message));
    }

    [Fact]
    public async Task SendAsync_BreakBeforeTheAnswer_SendsItAgainWithItsId()
    {
        var (client, connection) = await ConnectAsync();
        var sending = client.SendAsync("note", new Note(1));
        var id = (await connection.ReceiveAsync()).GetProperty("id").GetString()!;
        connection.Cut();

        var next = await Server.EstablishedAsync("\"resumed\":true");

        Assert.Equal(id, (await next.ReceiveAsync()).GetProperty("id").GetString());
        await next.AcceptAsync(id, 1);
        Assert.Equal(id, (await sending.InTime()).Id);
    }

    [Fact]
    public async Task SendAsync_SameIdOnItsWay_IsRefused()
    {
        var (client, connection) = await ConnectAsync();
        var first = client.SendAsync("note", new Note(1), "a");

        Assert.Equal("invalid_id", (await Assert.ThrowsAsync<NetraException>(() => client.SendAsync("note", new Note(1), "a").InTime())).Code);
        await connection.AcceptAsync("a", 1);
        Assert.Equal(1, (await first.InTime()).Seq);
    }

    [Fact]
    public async Task SendAsync_ElementWithACommentAndATrailingComma_IsSentAndTheClientGoesOn()
    {
        var (client, connection) = await ConnectAsync();
        using var loose = JsonDocument.Parse("""{/* loose */"n":1,}""", FakeConnection.Loose);

        var refused = client.SendAsync("note", loose.RootElement, "a");
        await connection.ReceiveAsync();
        await connection.SendAsync("""{"type":"error","timestamp":1,"payload":{"code":"invalid_json","message":"no","ref":null,"retry_after_ms":null}}""");

        Assert.Equal("invalid_json", (await Assert.ThrowsAsync<NetraException>(() => refused.InTime())).Code);
        var next = client.SendAsync("note", new Note(2), "b");
        await connection.AcceptAsync("b", 1);
        Assert.Equal(1, (await next.InTime()).Seq);
    }

    [Fact]
    public async Task SendAsync_FullOutbox_IsRefusedAtOnce()
    {
        var client = Make(options => options.Numbers.MaxOutbox = 2);
        var waiting = new[] { client.SendAsync("note", new Note(1), "a"), client.SendAsync("note", new Note(2), "b") };

        Assert.Equal("outbox_full", (await Assert.ThrowsAsync<NetraException>(() => client.SendAsync("note", new Note(3)).InTime())).Code);

        client.Connect();
        var connection = await Server.EstablishedAsync();
        await connection.AcceptAsync("a", 1);
        await connection.AcceptAsync("b", 2);
        Assert.Equal([1L, 2L], (await Task.WhenAll(waiting).InTime()).Select(each => each.Seq!.Value));
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_GoOutInTheirOrder()
    {
        const int Count = 600;
        var (client, connection) = await ConnectAsync(options => options.Numbers.MaxInFlight = Count);
        var sending = Enumerable.Range(1, Count).Select(n => client.SendAsync("note", new Note(n), $"m{n}")).ToList();

        for (var n = 1; n <= Count; n++) Assert.Equal(n, (await connection.ReceiveAsync()).GetProperty("payload").GetProperty("n").GetInt32());
        for (var n = 1; n <= Count; n++) await connection.AcceptAsync($"m{n}", n);
        Assert.Equal(Enumerable.Range(1, Count), (await Task.WhenAll(sending).InTime()).Select(each => (int)each.Seq!.Value));
    }

    [Fact]
    public async Task SendAsync_Cancelled_WaitsNoMoreAndARefusalIsTold()
    {
        using var cancelled = new CancellationTokenSource();
        var (client, connection) = await ConnectAsync();
        var sending = client.SendAsync("note", new Note(1), "a", cancelled.Token);
        await connection.ReceiveAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.InTime());

        await connection.SendAsync("""{"type":"error","id":"a","timestamp":1,"payload":{"code":"queue_full","message":"no","ref":"a","retry_after_ms":null}}""");

        Assert.Equal(new ClientError("queue_full", "no", "a"), await NextErrorAsync());
    }

    [Theory]
    [InlineData("ack")]
    [InlineData("")]
    public void SendAsync_TypeThatIsNotTheApplications_Throws(string type) => Assert.Throws<ArgumentException>(() => { _ = Make().SendAsync(type, new Note(1)); });

    [Theory]
    [InlineData("")]
    [InlineData("netra:resume")]
    public void SendAsync_IdThatIsNotTheApplications_Throws(string id) => Assert.Throws<ArgumentException>(() => { _ = Make().SendAsync("note", new Note(1), id); });

    [Fact]
    public void SendAsync_NamesWithHalfASurrogatePair_Throws()
    {
        var half = "half " + '\ud800';
        Assert.Throws<ArgumentException>(() => { _ = Make().SendAsync(half, new Note(1)); });
        Assert.Throws<ArgumentException>(() => { _ = Make().SendAsync("note", new Note(1), half); });
    }

    [Fact]
    public async Task SendAsync_NestedTooDeeply_IsRefusedAndTheNextIsSent()
    {
        var (client, connection) = await ConnectAsync();
        var refused = client.SendAsync("note", Nested(64), "a");
        _ = client.SendAsync("note", Nested(63), "b");

        Assert.Equal("invalid_json", (await Assert.ThrowsAsync<NetraException>(() => refused.InTime())).Code);
        Assert.Equal("b", (await connection.ReceiveAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public void SendAsync_PayloadThatIsNoObject_Throws() => Assert.Throws<ArgumentException>(() => { _ = Make().SendAsync("note", new[] { 1 }); });

    [Fact]
    public async Task SendAsync_ElementOfADisposedDocument_SendsWhatItWas()
    {
        var client = Make();
        using (var document = JsonDocument.Parse("""{"half":"\ud800"}""")) _ = client.SendAsync("note", document.RootElement, "a");
        client.Connect();

        var frame = await (await Server.EstablishedAsync()).ReceiveAsync();

        Assert.Equal("""{"type":"note","id":"a","payload":{"half":"\ud800"}}""", frame.GetRawText());
    }

    [Fact]
    public async Task SendAsync_WithoutAPayload_SendsAnEmptyOne()
    {
        var (client, connection) = await ConnectAsync();

        _ = client.SendAsync("typing", default(JsonElement), "a");

        Assert.Equal("""{"type":"typing","id":"a","payload":{}}""", (await connection.ReceiveAsync()).GetRawText());
    }

    private static JsonElement Nested(int levels) =>
        JsonElement.Parse(string.Concat(Enumerable.Repeat("""{"a":""", levels - 1)) + "{}" + new string('}', levels - 1), ServerFrame.Json);
}
