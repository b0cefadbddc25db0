namespace Netra.EndToEnd.Tests;

/// <summary>Where a connection begins (protocol section 2.1), by query parameter and by <c>resume</c> frame.</summary>
public sealed class ResumeTests(SharedHost shared) : SharedHostTests(shared)
{
    [Theory]
    [InlineData(0, """{"resumed":true,"replay_from":1,"replay_to":10,"reset_reason":null}""")]
    [InlineData(4, """{"resumed":true,"replay_from":5,"replay_to":10,"reset_reason":null}""")]
    [InlineData(9, """{"resumed":true,"replay_from":10,"replay_to":10,"reset_reason":null}""")]
    [InlineData(10, """{"resumed":true,"replay_from":null,"replay_to":null,"reset_reason":null}""")]
    public async Task LastSeq_OfThisEpoch_BringsExactlyWhatFollows(int lastSeq, string outcome)
    {
        await Api.PublishManyAsync(User, 10);
        var epoch = (await Api.UserAsync(User)).GetProperty("epoch").GetString();

        await using var socket = await Host.ConnectAsync(User, $"last_seq={lastSeq}&epoch={epoch}");
        var first = await socket.NextAsync();
        Replay.AssertOutcome(outcome, first.Payload);
        Assert.Equal(("connection_established", 10, 1), (first.Type, first.Payload.GetProperty("head_seq").GetInt64(), first.Payload.GetProperty("oldest_seq").GetInt64()));
        var state = await socket.NextAsync();
        Assert.Equal(("state_snapshot", """{"version":0,"state":{}}"""), (state.Type, state.PayloadText));
        await Replay.AssertNotesAsync(lastSeq + 1, 10, socket);

        await socket.SendAsync($$$"""{"type":"resume","id":"r","payload":{"last_seq":{{{lastSeq}}},"epoch":"{{{epoch}}}"}}""");
        var resumed = await socket.NextAsync();
        Assert.Equal(("resumed", "r", outcome), (resumed.Type, resumed.Id, resumed.PayloadText));
        await Replay.AssertNotesAsync(lastSeq + 1, 10, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Fact]
    public async Task LastSeq_WithoutEpoch_MeansThePresentOne()
    {
        await Api.PublishManyAsync(User, 3);

        await using var socket = await Host.ConnectAsync(User, "last_seq=1");

        Replay.AssertOutcome("""{"resumed":true,"replay_from":2,"replay_to":3,"reset_reason":null}""", (await socket.NextAsync()).Payload);
        Assert.Equal("state_snapshot", (await socket.NextAsync()).Type);
        await Replay.AssertNotesAsync(2, 3, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Fact]
    public async Task Epoch_WithoutLastSeq_IsIgnored()
    {
        await Api.PublishManyAsync(User, 3);

        await using var socket = await Host.ConnectAsync(User, "epoch=zzzzzzzzzzzz");

        Replay.AssertOutcome("""{"resumed":false,"replay_from":1,"replay_to":3,"reset_reason":null}""", (await socket.NextAsync()).Payload);
        Assert.Equal("state_snapshot", (await socket.NextAsync()).Type);
        await Replay.AssertNotesAsync(1, 3, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Theory]
    [InlineData("2", "zzzzzzzzzzzz", "epoch_changed")]
    [InlineData("0", "zzzzzzzzzzzz", "epoch_changed")]
    [InlineData("2", "/no one's", "epoch_changed")]
    [InlineData("2", "an-epoch-longer-than-any-that-was-ever-given", "epoch_changed")]
    [InlineData("11", "zzzzzzzzzzzz", "epoch_changed")]
    [InlineData("11", null, "ahead")]
    [InlineData("9007199254740991", null, "ahead")]
    public async Task Position_ThatIsNotInTheLog_ResetsToEverythingRetained(string lastSeq, string? epoch, string reason)
    {
        await Api.PublishManyAsync(User, 10);
        epoch ??= (await Api.UserAsync(User)).GetProperty("epoch").GetString();
        var outcome = $$"""{"resumed":false,"replay_from":1,"replay_to":10,"reset_reason":"{{reason}}"}""";

        await using var socket = await Host.ConnectAsync(User, $"last_seq={lastSeq}&epoch={Uri.EscapeDataString(epoch!)}");
        Replay.AssertOutcome(outcome, (await socket.NextAsync()).Payload);
        Replay.AssertResync(reason, await socket.NextAsync());
        await Replay.AssertNotesAsync(1, 10, socket);

        await socket.SendAsync($$$"""{"type":"resume","payload":{"last_seq":{{{lastSeq}}},"epoch":"{{{epoch}}}"}}""");
        Assert.Equal(outcome, (await socket.NextAsync()).PayloadText);
        Replay.AssertResync(reason, await socket.NextAsync());
        await Replay.AssertNotesAsync(1, 10, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Fact]
    public async Task Position_InAnEmptyLog_IsHonouredAtZeroAndAheadBeyond()
    {
        await using var socket = await Host.ConnectAsync(User, "last_seq=0");
        var first = await socket.NextAsync();
        Replay.AssertOutcome("""{"resumed":true,"replay_from":null,"replay_to":null,"reset_reason":null}""", first.Payload);
        Assert.Equal((0, 0), (first.Payload.GetProperty("head_seq").GetInt64(), first.Payload.GetProperty("oldest_seq").GetInt64()));

        await using var ahead = await Host.ConnectAsync(User, "last_seq=1");
        Replay.AssertOutcome("""{"resumed":false,"replay_from":null,"replay_to":null,"reset_reason":"ahead"}""", (await ahead.NextAsync()).Payload);
        Replay.AssertResync("ahead", await ahead.NextAsync());
    }

    [Fact]
    public async Task LongReplay_WhileOthersPublish_LiveFramesComeBehindItInOrder()
    {
        const int Before = 600, Meanwhile = 200;
        var text = new string('x', 2_000);
        for (var i = 0; i < Before; i += 100)
        {
            var messages = string.Join(',', Enumerable.Range(i + 1, 100).Select(n => $$$"""{"type":"note","payload":{"n":{{{n}}},"text":"{{{text}}}"}}"""));
            (await Api.PostAsync($"/api/v1/users/{User}/messages", $$"""{"messages":[{{messages}}]}""")).AssertOk();
        }

        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < Meanwhile; i++) Assert.Equal(Before + i + 1, await Api.PublishAsync(User, "note", $$"""{"n":{{Before + i + 1}}}"""));
        });
        await using var socket = await Host.ConnectAsync(User, "start=oldest");
        var established = await socket.ReceiveAsync("connection_established");
        var frames = await socket.ReceiveDurableAsync(Before + Meanwhile);
        await publishing;

        Replay.AssertNotes(1, Before + Meanwhile, frames);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
        Assert.InRange(established.Payload.GetProperty("replay_to").GetInt64(), Before, Before + Meanwhile);
    }
}
