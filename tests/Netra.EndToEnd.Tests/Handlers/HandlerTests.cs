namespace Netra.EndToEnd.Tests;

/// <summary>Handlers of an application, seen from its clients (protocol section 2.2).</summary>
[Collection(nameof(HandlerHost))]
public sealed class HandlerTests(HandlerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task Handled_Message_TakesEffectOnceBeforeItsAckAndIsNotRelayed()
    {
        await using var socket = await Host.ConnectAsync(User);

        var ack = await socket.AskAsync("count", "{}", "c-1");
        var frames = await socket.UntilAsync(2);

        Assert.Equal(("ack", "c-1"), (ack.Type, ack.Payload.GetProperty("id").GetString()));
        Assert.False(ack.Payload.GetProperty("duplicate").GetBoolean());
        Assert.Equal(["counted", "state_updated"], frames.Where(frame => frame.Seq is not null).Select(frame => frame.Type).Order());
        Assert.Equal("""{"of":"c-1","count":1}""", frames.Single(frame => frame.Type == "counted").PayloadText);
        await Calls.AssertNumbersAsync(new UserNumbers(2, 1, 2, 1, 0, 1));
    }

    [Fact]
    public async Task Handled_SameIdAgain_IsAnsweredAsADuplicateAndRunsNothing()
    {
        await using var one = await Host.ConnectAsync(User);
        await using var two = await Host.ConnectAsync(User);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).AskAsync("count", "{}", "same")));

        Assert.All(answers, answer => Assert.Equal("ack", answer.Type));
        Assert.True((await one.AskAsync("count", "{}", "same")).Payload.GetProperty("duplicate").GetBoolean());
        Assert.Equal("""{"version":1,"state":{"count":1}}""", (await Calls.StateAsync()).GetRawText());
        Assert.Single(await Calls.MessagesAsync(), frame => frame.Type == "counted");
    }

    [Fact]
    public async Task Handled_FromManyConnectionsAtOnce_RunsOneAfterTheOther()
    {
        const int Tabs = 5, Each = 40;
        var sockets = await Task.WhenAll(Enumerable.Range(0, Tabs).Select(_ => Host.ConnectAsync(User)));

        await Task.WhenAll(sockets.Select(async (socket, tab) =>
        {
            for (var n = 0; n < Each; n++) Assert.Equal("ack", (await socket.AskAsync("count", "{}", $"{tab}-{n}")).Type);
        }));

        Assert.Equal($$$"""{"count":{{{Tabs * Each}}}}""", (await Calls.StateAsync()).GetProperty("state").GetRawText());
        var counted = (await Calls.MessagesAsync()).Where(frame => frame.Type == "counted").ToList();
        Assert.Equal(Enumerable.Range(1, Tabs * Each), counted.Select(frame => frame.Payload.GetProperty("count").GetInt32()));
        Assert.Equal(Tabs * Each, counted.Select(frame => frame.Payload.GetProperty("of").GetString()).Distinct().Count());
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task PublishTo_AnotherUser_ComesInOrderAndOnce()
    {
        const int Count = 50;
        var receiver = NewUser();
        await using var listening = await Host.ConnectAsync(receiver);
        await using var socket = await Host.ConnectAsync(User);
        for (var n = 1; n <= Count; n++) await socket.SendMessageAsync("send_to", $$"""{"to":"{{receiver}}","n":{{n}}}""", $"s-{n}");

        var received = await listening.ReceiveDurableAsync(Count);

        Assert.Equal(Enumerable.Range(1, Count), Runs.Numbers(received));
        Assert.All(received, frame => Assert.Equal(("received", User), (frame.Type, frame.Payload.GetProperty("from").GetString())));
        Assert.Equal(Enumerable.Range(1, Count), Runs.Numbers(await socket.ReceiveDurableAsync(Count)));
        Assert.True((await socket.AskAsync("send_to", "{}", "s-1")).Payload.GetProperty("duplicate").GetBoolean());
        await Replay.AssertNothingMoreAsync(listening, Api, receiver);
    }

    [Fact]
    public async Task PublishTo_EachOtherAtOnce_DoesNotBlock()
    {
        var other = NewUser();
        await using var one = await Host.ConnectAsync(User);
        await using var two = await Host.ConnectAsync(other);
        for (var n = 1; n <= 20; n++)
        {
            await one.SendMessageAsync("send_to", $$"""{"to":"{{other}}","n":{{n}}}""", $"a-{n}");
            await two.SendMessageAsync("send_to", $$"""{"to":"{{User}}","n":{{n}}}""", $"b-{n}");
        }

        foreach (var socket in new[] { one, two })
        {
            var frames = await socket.ReceiveDurableAsync(40);
            Assert.Equal(Enumerable.Range(1, 20), Runs.Numbers(frames.Where(frame => frame.Type == "received")));
            Assert.Equal(Enumerable.Range(1, 20), Runs.Numbers(frames.Where(frame => frame.Type == "sent")));
        }
    }

    [Fact]
    public async Task PatchState_ByAHandler_ReachesEveryConnection()
    {
        await using var socket = await Host.ConnectAsync(User);
        await using var other = await Host.ConnectAsync(User);

        Assert.Equal("ack", (await socket.AskAsync("patch_state", """{"patch":{"cart":{"items":2}}}""")).Type);

        var updated = await other.FindAsync(frame => frame.Type == "state_updated");
        Assert.Equal("""{"version":1,"patch":{"cart":{"items":2}}}""", updated.PayloadText);
        Assert.Equal("""{"version":1,"state":{"cart":{"items":2}}}""", (await Calls.StateAsync()).GetRawText());
    }

    [Fact]
    public async Task Pattern_OfAType_MatchesWhatBeginsWithIt()
    {
        await using var socket = await Host.ConnectAsync(User);

        await socket.AskAsync("pattern_x", "{}");
        var relayed = await socket.AskAsync("other_x", "{}");

        Assert.Equal("""{"type":"pattern_x"}""", (await socket.FindAsync(frame => frame.Type == "matched")).PayloadText);
        Assert.Equal(2, relayed.Payload.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task MixedWithRelays_AnswersAndFrames_KeepTheOrderOfSending()
    {
        await using var socket = await Host.ConnectAsync(User);
        for (var n = 1; n <= 60; n++)
            await socket.SendMessageAsync(n % 3 == 0 ? "count" : n % 3 == 1 ? "note" : "refuse_me", $$"""{"n":{{n}}}""", $"m-{n}");

        await socket.FindAsync(frame => frame.Type is "ack" or "error" && frame.Id == "m-60");

        Assert.Equal(
            Enumerable.Range(1, 60).Select(n => (n % 3 == 2 ? "error" : "ack", $"m-{n}")),
            socket.Frames.Where(frame => frame.Type is "ack" or "error").Select(frame => (frame.Type, frame.Id!)));
        Assert.Equal(
            Enumerable.Range(1, 60).Where(n => n % 3 != 2).Select(n => $"m-{n}"),
            (await Calls.MessagesAsync()).Where(frame => frame.Type is "note" or "counted")
                .Select(frame => frame.Type == "note" ? frame.Id! : frame.Payload.GetProperty("of").GetString()!));
    }
}
