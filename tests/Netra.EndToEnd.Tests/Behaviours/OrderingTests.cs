using System.Diagnostics;

namespace Netra.EndToEnd.Tests;

/// <summary>Order: one per user, the same for every connection, by seq.</summary>
[Collection(nameof(RoomyHost))]
public sealed class OrderingTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task BasicOrder_OneSender_ComesInTheOrderOfSending()
    {
        await using var socket = await Host.ConnectAsync(User);

        for (var n = 1; n <= 100; n++) await socket.SendMessageAsync("note", $$"""{"n":{{n}}}""", $"m-{n}");

        Replay.AssertNotes(1, 100, await socket.ReceiveDurableAsync(100));
        await socket.FindAsync(frame => frame.Type == "ack" && frame.Id == "m-100");
        var acks = socket.Frames.Where(frame => frame.Type == "ack").ToList();
        Assert.Equal(Enumerable.Range(1, 100).Select(n => ($"m-{n}", (long)n)), acks.Select(ack => (ack.Id!, ack.Payload.GetProperty("seq").GetInt64())));
    }

    [Fact]
    public async Task SequencePreserved_BatchesSinglesRelaysAndStateMixed_NumbersEachOnceWithoutAGap()
    {
        await using var socket = await Host.ConnectAsync(User);
        var seqs = new List<long>();
        for (var round = 0; round < 10; round++)
        {
            seqs.AddRange(await Api.PublishManyAsync(User, 7));
            seqs.Add(await Api.PublishAsync(User, "single", "{}"));
            seqs.Add((await socket.AskAsync("relay", "{}")).Payload.GetProperty("seq").GetInt64());
            seqs.Add((await socket.AskAsync("state_update", $$$"""{"version":{{{round}}},"patch":{"round":{{{round}}}}}""")).Seq!.Value);
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(seq => (long)seq), seqs);
        var live = await socket.ReceiveDurableAsync(100);
        Assert.Equal(seqs, live.Select(frame => frame.Seq!.Value));
        string[] round0 = [.. Enumerable.Repeat("note", 7), "single", "relay", "state_updated"];
        Assert.Equal(Enumerable.Repeat(round0, 10).SelectMany(types => types), live.Select(frame => frame.Type));
        Assert.Equal(live.Select(frame => frame.Text), (await Calls.MessagesAsync()).Select(frame => frame.Text));
    }

    [Fact]
    public async Task OrderUnderHighLoad_ManyPublishersAndConnections_IsOneAndTheSameEverywhere()
    {
        const int Publishers = 8, Batches = 25, Each = 20, All = Publishers * Batches * Each;
        var sockets = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Host.ConnectAsync(User)));

        var publishing = Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            for (var batch = 0; batch < Batches; batch++)
                await Calls.PublishBatchAsync(Enumerable.Range(batch * Each, Each).Select(n => From(publisher, n)));
        })));
        var received = await Task.WhenAll(sockets.Select(socket => socket.ReceiveDurableAsync(All)));
        await publishing;

        AssertOneOrder(received, Publishers, Batches * Each);
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task ConcurrentSenders_OnConnectionsOfTheirOwn_EachKeepsItsOrderInOneOrderForAll()
    {
        const int Senders = 10, Each = 100;
        var sockets = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Host.ConnectAsync(User)));

        await Task.WhenAll(sockets.Select((socket, sender) => Task.Run(async () =>
        {
            for (var n = 0; n < Each; n++) await socket.SendMessageAsync("note", $$"""{"publisher":{{sender}},"n":{{n}}}""", $"{sender}-{n}");
        })));
        var received = await Task.WhenAll(sockets.Select(socket => socket.ReceiveDurableAsync(Senders * Each)));

        AssertOneOrder(received, Senders, Each);
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task NoDuplicates_SameIdAgainAndAgain_IsOneFrame()
    {
        await using var one = await Host.ConnectAsync(User);
        await using var two = await Host.ConnectAsync(User);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).AskAsync("note", """{"n":1}""", "same")));

        // Two connections share the id, so that some of these are told of the other's answer; never are there two firsts.
        var firsts = one.Frames.Concat(two.Frames).Where(frame => frame.Type == "ack" && !frame.Payload.GetProperty("duplicate").GetBoolean());
        Assert.Single(firsts);
        Assert.All(answers, answer => Assert.Equal(("ack", 1), (answer.Type, answer.Payload.GetProperty("seq").GetInt64())));
        var published = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Calls.TryPublishAsync("""{"type":"note","id":"same","payload":{"n":2}}""")));
        Assert.All(published, answer => Assert.Equal(2, answer.AssertOk().GetProperty("seq").GetInt64()));
        Assert.Equal(19, published.Count(answer => answer.Json.TryGetProperty("duplicate", out var duplicate) && duplicate.GetBoolean()));

        // Clients' and publishers' ids are two spaces: one frame of each.
        await Replay.AssertHistoryAsync(2, Api, User);
        await Replay.AssertHeadAsync(2, Api, User);
    }

    [Fact]
    public async Task AcrossReconnect_RandomDropsWhileOthersSend_IsKept()
    {
        const int Publishers = 3, Each = 200, All = Publishers * Each;
        var random = NewRandom();
        var publishing = Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            for (var n = 0; n < Each; n++) await Calls.PublishAsync(From(publisher, n));
        })));

        var frames = new List<Frame>();
        var drops = 0;
        while (frames.Count < All)
        {
            await using var socket = await Host.ConnectAsync(User, $"client_id=tab&last_seq={frames.Count}");
            frames.AddRange(await socket.ReceiveDurableAsync(Math.Min(random.Next(0, 60), All - frames.Count)));
            socket.Abort();
            drops++;
        }

        await publishing;
        AssertOneOrder([frames], Publishers, Each);
        Assert.True(drops > 5, "Too few drops to prove anything.");
    }

    [Fact]
    public async Task OrderBenchmark_TwentyThousandMessages_AreInOrderAndTimed()
    {
        const int Publishers = 4, Batches = 50, Each = 100, All = Publishers * Batches * Each;
        await using var socket = await Host.ConnectAsync(User);
        var watch = Stopwatch.StartNew();

        var publishing = Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            for (var batch = 0; batch < Batches; batch++)
                await Calls.PublishBatchAsync(Enumerable.Range(batch * Each, Each).Select(n => From(publisher, n)));
        })));
        var frames = await socket.ReceiveDurableAsync(All);
        watch.Stop();
        await publishing;

        TestContext.Current.TestOutputHelper?.WriteLine($"{All / watch.Elapsed.TotalSeconds:N0} messages/s to one connection of one user, in order.");
        AssertOneOrder([frames], Publishers, Batches * Each);
    }

    private static string From(int publisher, int n) => $$$"""{"type":"note","payload":{"publisher":{{{publisher}}},"n":{{{n}}}}}""";

    /// <summary>Asserts that all got the same, numbered from 1 without a gap, with each publisher's messages in its order.</summary>
    private static void AssertOneOrder(IReadOnlyList<Frame>[] received, int publishers, int each)
    {
        Assert.Equal(Enumerable.Range(1, publishers * each).Select(seq => (long?)seq), received[0].Select(frame => frame.Seq));
        foreach (var other in received) Assert.Equal(received[0].Select(frame => frame.Text), other.Select(frame => frame.Text));
        for (var publisher = 0; publisher < publishers; publisher++)
        {
            var own = received[0].Where(frame => frame.Payload.GetProperty("publisher").GetInt32() == publisher);
            Assert.Equal(Enumerable.Range(0, each), Runs.Numbers(own));
        }
    }
}
