namespace Netra.Client.Publishing.Tests;

public sealed class PublishingTests(PublisherHost host) : PublisherHostTests(host)
{
    [Fact]
    public async Task PublishAsync_Message_IsStoredAsItWas()
    {
        var published = await Publisher.PublishAsync(User, new PublishMessage("order_shipped", NetraJson.Parse("""{"n":1.50,"s":"\u00e4"}""")) { Id = "o-1" });

        Assert.Equal(new Published("o-1", 1, false), published);
        var stored = Assert.Single(await MessagesAsync());
        Assert.Equal(("order_shipped", "o-1", 1L), (stored.Type, stored.Id, stored.Seq));
        Assert.Equal("""{"n":1.50,"s":"\u00e4"}""", stored.Payload.GetRawText());
        Assert.InRange(stored.Timestamp, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task PublishAsync_SameIdTwice_IsStoredOnce()
    {
        var first = await Publisher.PublishAsync(User, Note(1, "a"));
        var second = await Publisher.PublishAsync(User, Note(1, "a"));

        Assert.Equal((first with { Duplicate = true }, 1), (second, (await MessagesAsync()).Count));
    }

    [Fact]
    public async Task PublishAsync_NoId_MakesOneForEachCall()
    {
        var message = Note(1);

        var first = await Publisher.PublishAsync(User, message);
        var second = await Publisher.PublishAsync(User, message);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([first.Id, second.Id], (await MessagesAsync()).Select(stored => stored.Id));
    }

    [Fact]
    public async Task PublishAsync_NotDurable_HasNoSeqAndIsNotStored()
    {
        await using var socket = await Host.ConnectAsync(User);

        var published = await Publisher.PublishAsync(User, new PublishMessage("typing") { IsDurable = false });

        Assert.Null(published.Seq);
        Assert.Equal("{}", (await socket.FindAsync(frame => frame.Type == "typing")).PayloadText);
        Assert.Empty(await MessagesAsync());
    }

    [Fact]
    public async Task PublishAsync_PriorityAndLife_GoWithIt()
    {
        await Publisher.PublishAsync(User, Note(1));
        await Publisher.PublishAsync(User, Note(2) with { Priority = MessagePriority.Critical });
        await Publisher.PublishAsync(User, Note(3) with { TimeToLive = TimeSpan.FromMilliseconds(1) });

        await using var socket = await Host.ConnectAsync(User);

        var first = await socket.ReceiveAsync(frame => frame.Seq is not null);
        Assert.Equal((2L, true), (first.Seq!.Value, first.IsExpedited));
        await Eventually.IsAsync(1L, async () => (await Publisher.GetUserAsync(User)).DeadLetters);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("ping", null)]
    [InlineData("note", "")]
    public async Task PublishAsync_WhatTheServerWouldRefuse_IsAnArgumentException(string type, string? id) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.PublishAsync(User, new PublishMessage(type) { Id = id }));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a\nb")]
    public async Task PublishAsync_NoUserId_IsAnArgumentException(string user) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.PublishAsync(user, Note(1)));

    [Fact]
    public async Task PublishAsync_PayloadThatIsNoObject_IsAnArgumentException() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.PublishAsync(User, new PublishMessage("note", NetraJson.Parse("[1]"))));

    [Fact]
    public async Task PublishAsync_TooLarge_TellsStatusCodeAndDetail()
    {
        var error = await Assert.ThrowsAsync<NetraApiException>(
            () => Publisher.PublishAsync(User, new PublishMessage("note", NetraJson.From(new { text = new string('x', 300_000) }))));

        Assert.Equal((413, ErrorCodes.TooLarge.Name, false), ((int)error.StatusCode, error.Code, error.IsTransient));
        Assert.Contains("262144", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublishAsync_UnknownKey_IsUnauthorized()
    {
        await using var services = new PublisherServices(Host.BaseUrl, options => options.ApiKey = "wrong");

        var error = await Assert.ThrowsAsync<NetraApiException>(() => services.Publisher.PublishAsync(User, Note(1)));

        Assert.Equal((401, ErrorCodes.Unauthorized.Name), ((int)error.StatusCode, error.Code));
    }

    [Fact]
    public async Task PublishBatchAsync_Messages_StandNextToEachOther()
    {
        var published = await Publisher.PublishBatchAsync(User, [Note(1, "a"), Note(2), Note(1, "a")]);

        Assert.Equal([(1L, false), (2L, false), (1L, true)], published.Select(one => (one.Seq!.Value, one.Duplicate)));
    }

    [Fact]
    public async Task PublishBatchAsync_OneIsTooLarge_NoneIsStoredAndItsPlaceIsTold()
    {
        var large = new PublishMessage("note", NetraJson.From(new { text = new string('x', 300_000) }));

        var error = await Assert.ThrowsAsync<NetraApiException>(() => Publisher.PublishBatchAsync(User, [Note(1), large]));

        Assert.Equal((ErrorCodes.TooLarge.Name, 1), (error.Code, error.Details!.Index));
        Assert.Empty(await MessagesAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task PublishBatchAsync_MoreOrLessThanABatch_IsAnArgumentException(int count) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.PublishBatchAsync(User, Enumerable.Range(1, count).Select(n => Note(n))));
}
