namespace Netra.EndToEnd.Tests;

/// <summary>What a client gets whose position has fallen out of the log.</summary>
[Collection(nameof(SmallHost))]
public sealed class RetentionTests(SmallHost small)
{
    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => small.Process;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public async Task LastSeq_BelowOldest_ResetsToEverythingRetained(int lastSeq)
    {
        await PublishTwelveAsync();
        const string Outcome = """{"resumed":false,"replay_from":8,"replay_to":12,"reset_reason":"retention"}""";

        await using var socket = await Host.ConnectAsync(_user, $"last_seq={lastSeq}");
        var first = await socket.NextAsync();
        Assert.Equal((8, 12), (first.Payload.GetProperty("oldest_seq").GetInt64(), first.Payload.GetProperty("head_seq").GetInt64()));
        Replay.AssertOutcome(Outcome, first.Payload);
        Replay.AssertResync("retention", await socket.NextAsync());
        await Replay.AssertNotesAsync(8, 12, socket);

        await socket.SendAsync($$$"""{"type":"resume","payload":{"last_seq":{{{lastSeq}}}}}""");
        Assert.Equal(Outcome, (await socket.NextAsync()).PayloadText);
        Replay.AssertResync("retention", await socket.NextAsync());
        await Replay.AssertNotesAsync(8, 12, socket);
        await Replay.AssertNothingMoreAsync(socket, Host.Api, _user);
    }

    [Fact]
    public async Task LastSeq_JustBelowOldest_IsHonoured()
    {
        await PublishTwelveAsync();

        await using var socket = await Host.ConnectAsync(_user, "last_seq=7");

        Replay.AssertOutcome("""{"resumed":true,"replay_from":8,"replay_to":12,"reset_reason":null}""", (await socket.NextAsync()).Payload);
        Assert.Equal("state_snapshot", (await socket.NextAsync()).Type);
        await Replay.AssertNotesAsync(8, 12, socket);
        await Replay.AssertNothingMoreAsync(socket, Host.Api, _user);
    }

    [Fact]
    public async Task KnownClient_WhosePositionFell_IsResetWithRetention()
    {
        await Host.Api.PublishManyAsync(_user, 2);
        await using (var before = await Host.ConnectAsync(_user, "client_id=tab")) await before.CloseAsync();
        await PublishAsync(3, 12);

        await using var socket = await Host.ConnectAsync(_user, "client_id=tab");

        Replay.AssertOutcome(
            """{"resumed":false,"replay_from":8,"replay_to":12,"reset_reason":"retention"}""", (await socket.NextAsync()).Payload);
        Replay.AssertResync("retention", await socket.NextAsync());
        await Replay.AssertNotesAsync(8, 12, socket);
        await Replay.AssertNothingMoreAsync(socket, Host.Api, _user);
    }

    [Fact]
    public async Task Epoch_BeforeRetention_IsTheReasonThatIsTold()
    {
        await PublishTwelveAsync();

        await using var socket = await Host.ConnectAsync(_user, "last_seq=1&epoch=zzzzzzzzzzzz");

        Replay.AssertOutcome(
            """{"resumed":false,"replay_from":8,"replay_to":12,"reset_reason":"epoch_changed"}""", (await socket.NextAsync()).Payload);
    }

    [Fact]
    public async Task Messages_OfTheApi_BeginAtTheOldestRetained()
    {
        await PublishTwelveAsync();

        Replay.AssertNotes(8, 12, await Host.Api.AllMessagesAsync(_user));
        var user = await Host.Api.UserAsync(_user);
        Assert.Equal((8, 12, 5), (user.GetProperty("oldest_seq").GetInt64(), user.GetProperty("head_seq").GetInt64(), user.GetProperty("unread").GetInt64()));
    }

    [Fact]
    public async Task Batch_LargerThanTheLimit_IsTrimmedBehindIt()
    {
        await Host.Api.PublishManyAsync(_user, 100);

        await Eventually.IsAsync(96, async () => (await Host.Api.UserAsync(_user)).GetProperty("oldest_seq").GetInt64());
        Replay.AssertNotes(96, 100, await Host.Api.AllMessagesAsync(_user));
    }

    /// <summary>One by one, so that each takes the place of the oldest. A batch over the limit is trimmed a moment after its answer.</summary>
    private Task PublishTwelveAsync() => PublishAsync(1, 12);

    private async Task PublishAsync(int from, int to)
    {
        for (var n = from; n <= to; n++) await Host.Api.PublishAsync(_user, "note", $$"""{"n":{{n}}}""");
    }
}
