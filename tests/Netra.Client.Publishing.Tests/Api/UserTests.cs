namespace Netra.Client.Publishing.Tests;

public sealed class UserTests(PublisherHost host) : PublisherHostTests(host)
{
    [Fact]
    public async Task GetUserAsync_NeverSeen_IsEmpty()
    {
        var user = await Publisher.GetUserAsync(User);

        Assert.Equal((User, 0L, 0L, 0L, 0L, 0L), (user.UserId, user.HeadSeq, user.OldestSeq, user.Unread, user.StateVersion, user.DeadLetters));
        Assert.Empty(user.Connections);
        Assert.NotEqual("", user.Epoch);
    }

    [Fact]
    public async Task GetUserAsync_Connected_ListsTheConnection()
    {
        await Publisher.PublishBatchAsync(User, [Note(1), Note(2)]);
        await using var socket = await Host.ConnectAsync(User, "client_id=tab-1&last_seq=1");
        await socket.FindAsync(frame => frame.Seq == 2);

        var user = await Publisher.GetUserAsync(User);

        var connection = Assert.Single(user.Connections);
        Assert.Equal(("tab-1", 1L), (connection.ClientId, connection.AckedSeq));
        Assert.Equal((2L, 1L), (user.HeadSeq, user.Unread));
        Assert.True(connection.ConnectedAt <= connection.LastSeenAt);
    }

    [Fact]
    public async Task GetMessagesAsync_SeveralPages_BringsEachOnce()
    {
        await Publisher.PublishBatchAsync(User, Enumerable.Range(1, 25).Select(n => Note(n)));

        Assert.Equal(Enumerable.Range(8, 18), (await Publisher.GetMessagesAsync(User, after: 7, pageSize: 5).ToListAsync()).Select(NumberOf));
    }

    [Fact]
    public async Task GetMessagesAsync_DeepPayload_IsRead()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 62)) + "{}" + new string('}', 62);
        await Publisher.PublishAsync(User, new PublishMessage("deep", NetraJson.Parse(deep)));

        Assert.Equal(deep, Assert.Single(await MessagesAsync()).Payload.GetRawText());
    }

    [Theory]
    [InlineData(-1, 100)]
    [InlineData(0, 0)]
    [InlineData(0, 1_001)]
    public async Task GetMessagesAsync_NoPage_IsAnArgumentException(long after, int pageSize) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Publisher.GetMessagesAsync(User, after, pageSize).ToListAsync());

    [Fact]
    public async Task DeleteMessageAsync_Message_IsGone()
    {
        await Publisher.PublishBatchAsync(User, [Note(1), Note(2)]);

        Assert.True(await Publisher.DeleteMessageAsync(User, 1));
        Assert.False(await Publisher.DeleteMessageAsync(User, 1));
        Assert.Equal([2], (await MessagesAsync()).Select(NumberOf));
    }

    [Fact]
    public async Task RetryDeadLetterAsync_Expired_IsBackWithANewSeq()
    {
        await Publisher.PublishBatchAsync(User, [Note(1) with { TimeToLive = TimeSpan.FromMilliseconds(1) }, Note(2)]);
        await Eventually.IsAsync(1L, async () => (await Publisher.GetUserAsync(User)).DeadLetters);
        var letter = Assert.Single(await Publisher.GetDeadLettersAsync(User).ToListAsync());
        Assert.Equal((1L, "expired", 1), (letter.Seq, letter.Reason, letter.Message.GetProperty("payload").GetProperty("n").GetInt32()));

        Assert.Equal(3L, await Publisher.RetryDeadLetterAsync(User, 1));

        Assert.Equal([2, 1], (await MessagesAsync()).Select(NumberOf));
        var error = await Assert.ThrowsAsync<NetraApiException>(() => Publisher.RetryDeadLetterAsync(User, 1));
        Assert.Equal(ErrorCodes.NotFound.Name, error.Code);
    }

    [Fact]
    public async Task GetServerConfigAsync_Host_TellsItsLimits()
    {
        var config = await Publisher.GetServerConfigAsync();

        Assert.Equal((262_144, 5), (config.Limits.MaxMessageBytes, config.Limits.Connections));
        Assert.Equal(new Uri(Host.BaseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/ws"), config.WebsocketUrl);
        Assert.Equal(["netra.v1"], config.Protocols);
    }
}
