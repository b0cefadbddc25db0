namespace Netra.EndToEnd.Tests;

/// <summary>Sessions: what is unread, where a client begins, and who holds a session (protocol section 2.1).</summary>
public sealed class SessionTests(SharedHost shared) : SharedHostTests(shared)
{
    [Theory]
    [InlineData("", 5)]
    [InlineData("start=unread", 5)]
    [InlineData("start=head", 11)]
    [InlineData("start=oldest", 1)]
    public async Task Start_OfANewClient_SaysWhereItBegins(string query, int from)
    {
        await Api.PublishManyAsync(User, 10);
        await using (var reader = await Host.ConnectAsync(User, "client_id=reader"))
        {
            await reader.ReceiveDurableAsync(10);
            await reader.SendAsync("""{"type":"ack","payload":{"seq":4}}""");
            await Eventually.IsAsync(6, UnreadAsync);
        }

        await using var socket = await Host.ConnectAsync(User, query);

        Replay.AssertOutcome(
            from > 10
                ? """{"resumed":false,"replay_from":null,"replay_to":null,"reset_reason":null}"""
                : $$"""{"resumed":false,"replay_from":{{from}},"replay_to":10,"reset_reason":null}""",
            (await socket.NextAsync()).Payload);
        Assert.Equal("state_snapshot", (await socket.NextAsync()).Type);
        await Replay.AssertNotesAsync(from, 10, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Fact]
    public async Task Start_UnreadWithNoAcknowledgementEver_IsEverything()
    {
        await Api.PublishManyAsync(User, 3);
        await using (var other = await Host.ConnectAsync(User)) await other.ReceiveDurableAsync(3);

        await using var socket = await Host.ConnectAsync(User);

        Replay.AssertNotes(1, 3, await socket.ReceiveDurableAsync(3));
        Assert.Equal(3, await UnreadAsync());
    }

    [Fact]
    public async Task KnownClient_WithoutLastSeq_GoesOnFromItsPosition()
    {
        await Api.PublishManyAsync(User, 3);
        await using (var before = await Host.ConnectAsync(User, "client_id=tab-1"))
        {
            await before.ReceiveDurableAsync(3);
            await before.SendAsync("""{"type":"ack","payload":{"seq":2}}""");
            await Eventually.IsAsync(1, UnreadAsync);
            await before.CloseAsync();
        }

        await Api.PublishManyAsync(User, 2, from: 4);
        // 'start' is for new clients only.
        await using var socket = await Host.ConnectAsync(User, "client_id=tab-1&start=oldest");

        Replay.AssertOutcome("""{"resumed":false,"replay_from":3,"replay_to":5,"reset_reason":null}""", (await socket.NextAsync()).Payload);
        Assert.Equal("state_snapshot", (await socket.NextAsync()).Type);
        await Replay.AssertNotesAsync(3, 5, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Fact]
    public async Task KnownClient_ThatNeverAcknowledged_BeginsWhereItFirstBegan()
    {
        await Api.PublishManyAsync(User, 3);
        await using (var before = await Host.ConnectAsync(User, "client_id=tab-1&start=head")) await before.CloseAsync();
        await Api.PublishManyAsync(User, 2, from: 4);

        await using var socket = await Host.ConnectAsync(User, "client_id=tab-1");

        await socket.ReceiveAsync("state_snapshot");
        await Replay.AssertNotesAsync(4, 5, socket);
        Assert.Equal(5, await UnreadAsync());
    }

    [Fact]
    public async Task LastSeq_ThatIsHonoured_AcknowledgesByQueryAndByFrame()
    {
        await Api.PublishManyAsync(User, 10);
        await using var socket = await Host.ConnectAsync(User, "last_seq=4&client_id=tab-1");
        Assert.Equal(6, await UnreadAsync());

        await socket.SendAsync("""{"type":"resume","payload":{"last_seq":7}}""");
        await socket.ReceiveAsync("resumed");
        Assert.Equal(3, await UnreadAsync());

        var connection = Assert.Single((await Api.UserAsync(User)).GetProperty("connections").EnumerateArray().ToList());
        Assert.Equal(("tab-1", 7), (connection.GetProperty("client_id").GetString(), connection.GetProperty("acked_seq").GetInt64()));
    }

    [Fact]
    public async Task LastSeq_ThatIsReset_AcknowledgesNothing()
    {
        await Api.PublishManyAsync(User, 10);

        await using var socket = await Host.ConnectAsync(User, "last_seq=11");

        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
        Assert.Equal(10, await UnreadAsync());
    }

    [Fact]
    public async Task Ack_BeyondWhatWasSent_IsCutAndALowerOneChangesNothing()
    {
        await Api.PublishManyAsync(User, 5);
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveDurableAsync(5);

        await socket.SendAsync("""{"type":"ack","payload":{"seq":900}}""");
        await Eventually.IsAsync(0, UnreadAsync);
        await socket.SendAsync("""{"type":"ack","payload":{"seq":1}}""");
        await socket.PingAsync();
        Assert.Equal(6, await Api.PublishAsync(User, "note", """{"n":6}"""));

        Assert.Equal(1, await UnreadAsync());
    }

    [Fact]
    public async Task SameClient_OnASecondConnection_ClosesTheOlderWith4409()
    {
        await using var older = await Host.ConnectAsync(User, "client_id=tab-1");
        await older.ReceiveAsync("state_snapshot");

        await using var newer = await Host.ConnectAsync(User, "client_id=tab-1");

        Assert.Equal(4409, (await older.EndAsync()).Code);
        await Api.PublishAsync(User, "note", """{"n":1}""");
        Replay.AssertNotes(1, 1, await newer.ReceiveDurableAsync(1));
        Assert.Equal(1, await ConnectionsAsync());
    }

    [Fact]
    public async Task SixthConnection_IsRefusedAndATakeoverIsNot()
    {
        var sockets = new List<NetraSocket>();
        for (var i = 0; i < 5; i++) sockets.Add(await Host.ConnectAsync(User, $"client_id=tab-{i}"));

        var refused = await Upgrade.TryAsync(Api, "token=" + await Api.TokenAsync(User));
        refused.AssertProblem(429, "connection_limit");
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        sockets.Add(await Host.ConnectAsync(User, "client_id=tab-3"));
        Assert.Equal(4409, (await sockets[3].EndAsync()).Code);

        await sockets[0].CloseAsync();
        await Eventually.IsAsync(4, ConnectionsAsync);
        sockets.Add(await Host.ConnectAsync(User));
        foreach (var socket in sockets) await socket.DisposeAsync();
        await Eventually.IsAsync(0, ConnectionsAsync);
    }

    private async Task<long> UnreadAsync() => (await Api.UserAsync(User)).GetProperty("unread").GetInt64();

    private async Task<int> ConnectionsAsync() => (await Api.UserAsync(User)).GetProperty("connections").GetArrayLength();
}
