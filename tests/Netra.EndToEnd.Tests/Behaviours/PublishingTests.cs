namespace Netra.EndToEnd.Tests;

/// <summary>Ephemeral, revoked and repeated messages, and what a message may say of itself (protocol sections 3 and 7).</summary>
[Collection(nameof(RoomyHost))]
public sealed class PublishingTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Ephemeral_Message_GoesToWhoIsThereAndNowhereElse()
    {
        await using var one = await Host.ConnectAsync(User);
        await using var two = await Host.ConnectAsync(User);
        await one.ReceiveAsync("state_snapshot");
        await two.ReceiveAsync("state_snapshot");

        var answer = await Calls.TryPublishAsync("""{"type":"typing","id":"t","durable":false,"payload":{"n":1}}""");

        Assert.Equal(("t", "null"), (answer.AssertOk().GetProperty("id").GetString(), answer.Json.GetProperty("seq").GetRawText()));
        foreach (var socket in new[] { one, two })
        {
            var frame = await socket.NextAsync();
            Assert.Equal(("typing", null, """{"n":1}"""), (frame.Type, frame.Seq, frame.PayloadText));
            Assert.False(frame.Root.TryGetProperty("seq", out _));
        }

        await using var later = await Host.ConnectAsync(User, "start=oldest");
        await later.ReceiveAsync("state_snapshot");
        Assert.Empty(await later.PingAsync());
        await Calls.AssertNumbersAsync(new UserNumbers(0, 0, 0, 0, 0, 3));
    }

    [Fact]
    public async Task Ephemeral_InABatch_TakesNoSeqAndKeepsThePlacesOfTheAnswers()
    {
        var answer = await Calls.TryPublishAsync(
            """{"messages":[{"type":"a"},{"type":"b","durable":false},{"type":"c","durable":true},{"type":"d","durable":false}]}""");

        Assert.Equal(["1", "null", "2", "null"], answer.AssertOk().GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("seq").GetRawText()));
    }

    [Fact]
    public async Task Ephemeral_ManyLive_KeepTheirOrder()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");
        for (var n = 1; n <= 50; n++) (await Calls.TryPublishAsync($$$"""{"type":"typing","durable":false,"payload":{"n":{{{n}}}}}""")).AssertOk();

        var frames = new List<Frame>();
        while (frames.Count < 50) frames.Add(await socket.NextAsync());

        Assert.Equal(Enumerable.Range(1, 50), Runs.Numbers(frames));
    }

    [Fact]
    public async Task Ephemeral_DuringAReplay_ComesBehindIt()
    {
        const int Count = 600;
        var note = $$$"""{"type":"note","payload":{"text":"{{{new string('x', 5_000)}}}"}}""";
        await Calls.PublishBatchAsync(Enumerable.Repeat(note, Count));
        await using var socket = await Host.ConnectAsync(User);

        (await Calls.TryPublishAsync("""{"type":"typing","durable":false}""")).AssertOk();

        await socket.FindAsync(frame => frame.Type == "typing");
        Assert.Equal(Count, socket.Frames.TakeWhile(frame => frame.Type != "typing").Count(frame => frame.Seq is not null));
    }

    [Fact]
    public async Task Revoke_Message_ErasesItAndReplaysSaySo()
    {
        await Api.PublishManyAsync(User, 5);

        Assert.Equal(204, (await Calls.RevokeAsync(2)).Status);
        Assert.Equal(204, (await Calls.RevokeAsync(3)).Status);

        (await Calls.RevokeAsync(3)).AssertProblem(404, "not_found");
        (await Calls.RevokeAsync(6)).AssertProblem(404, "not_found");
        await Calls.AssertNumbersAsync(new UserNumbers(5, 1, 3, 0, 0, 0));
        Assert.Equal([1L, 4, 5], (await Calls.MessagesAsync()).Select(frame => frame.Seq!.Value));
        await using var socket = await Host.ConnectAsync(User);
        Assert.Equal("1 -2..3 revoked 4 5", Runs.Describe(await socket.UntilAsync(5)));
        Assert.Equal(
            [1, 4, 5],
            (await socket.AskAsync("history", "{}")).Payload.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("seq").GetInt32()));
    }

    [Fact]
    public async Task Revoke_TheNewestAndTheOldest_LeavesHolesThatAreTold()
    {
        await Api.PublishManyAsync(User, 3);
        Assert.Equal(204, (await Calls.RevokeAsync(1)).Status);
        Assert.Equal(204, (await Calls.RevokeAsync(3)).Status);

        await using var socket = await Host.ConnectAsync(User, "last_seq=0");
        Assert.Equal("-1..1 revoked 2 -3..3 revoked", Runs.Describe(await socket.UntilAsync(3)));
        Assert.Equal(4, await Calls.PublishAsync(UserCalls.Note(4)));
        Assert.Equal("-1..1 revoked 2 -3..3 revoked 4", Runs.Describe(await socket.UntilAsync(4)));
    }

    [Fact]
    public async Task IdempotentPublish_SameId_AnswersTheFirstSeqOnEveryCall()
    {
        var first = await Calls.TryPublishAsync("""{"type":"note","id":"p","payload":{"n":1}}""");
        var again = await Calls.TryPublishAsync("""{"type":"note","id":"p","payload":{"n":2}}""");
        var batch = await Calls.TryPublishAsync("""{"messages":[{"type":"note","id":"p"},{"type":"note","id":"q"},{"type":"note","id":"q"}]}""");
        var across = await Api.PostAsync("/api/v1/messages", $$"""{"messages":[{"user_id":"{{User}}","type":"note","id":"q"}]}""");

        Assert.Equal("""{"id":"p","seq":1}""", first.AssertOk().GetRawText());
        Assert.Equal("""{"id":"p","seq":1,"duplicate":true}""", again.AssertOk().GetRawText());
        Assert.Equal(
            """{"messages":[{"id":"p","seq":1,"duplicate":true},{"id":"q","seq":2},{"id":"q","seq":2,"duplicate":true}]}""", batch.AssertOk().GetRawText());
        Assert.Equal("""{"messages":[{"id":"q","seq":2,"duplicate":true}]}""", across.AssertOk().GetRawText());
        var stored = await Calls.MessagesAsync();
        Assert.Equal([("p", """{"n":1}"""), ("q", "{}")], stored.Select(frame => (frame.Id!, frame.PayloadText)));
    }

    [Fact]
    public async Task Repeat_OfAClientsId_OnAnotherConnectionIsADuplicate()
    {
        await using (var first = await Host.ConnectAsync(User))
            Assert.Equal("""{"id":"m","duplicate":false,"seq":1}""", (await first.AskAsync("note", """{"n":1}""", "m")).PayloadText);
        await using var second = await Host.ConnectAsync(User);

        Assert.Equal("""{"id":"m","duplicate":true,"seq":1}""", (await second.AskAsync("note", """{"n":1}""", "m")).PayloadText);
        // What was refused is not remembered.
        await second.SendAsync("""{"type":"ping ","id":"x","payload":[]}""");
        Assert.Equal("invalid_payload", (await second.FindAsync(frame => frame.Id == "x")).Code);
        Assert.Equal("""{"id":"x","duplicate":false,"seq":2}""", (await second.AskAsync("note", "{}", "x")).PayloadText);
    }

    [Fact]
    public async Task DeadLetters_OfAUserNeverSeen_AreNone() =>
        Assert.Equal("""{"dead_letters":[],"has_more":false}""", (await Api.GetAsync(Calls.Path + "/dead_letters")).AssertOk().GetRawText());
}
