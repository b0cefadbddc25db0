namespace Netra.EndToEnd.Tests;

/// <summary>What is sent while nobody is there: it waits, and it comes when somebody does, all of it.</summary>
[Collection(nameof(RoomyHost))]
public sealed class QueuedWhileDownTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task QueuedWhileDown_NobodyWasEverConnected_ComesToTheFirstConnection()
    {
        await Api.PublishManyAsync(User, 25);
        await Calls.AssertNumbersAsync(new UserNumbers(25, 1, 25, 0, 0, 0));

        await using var socket = await Host.ConnectAsync(User);

        await socket.ReceiveAsync("state_snapshot");
        await Replay.AssertNotesAsync(1, 25, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Fact]
    public async Task QueuedWhileDown_ClientAway_ComesWhenItIsBack()
    {
        await Api.PublishManyAsync(User, 3);
        await using (var before = await Host.ConnectAsync(User, "client_id=tab"))
        {
            await before.ReceiveDurableAsync(3);
            await before.AckAsync(3);
            before.Abort();
        }

        await Eventually.IsAsync(0, async () => (await Calls.NumbersAsync()).Connections);
        await Api.PublishManyAsync(User, 4, from: 4);
        await Calls.AssertNumbersAsync(new UserNumbers(7, 1, 4, 0, 0, 0));
        await using var socket = await Host.ConnectAsync(User, "client_id=tab");

        await socket.ReceiveAsync("state_snapshot");
        await Replay.AssertNotesAsync(4, 7, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }

    [Fact]
    public async Task FlushedOnReconnect_CutAgainAndAgain_LosesAndRepeatsNothing()
    {
        const int Rounds = 12, Each = 40;
        var random = NewRandom();
        var received = new List<Frame>();

        for (var round = 0; round < Rounds; round++)
        {
            await Api.PublishManyAsync(User, Each, from: (round * Each) + 1);
            var last = received.Count == 0 ? 0 : received[^1].Seq!.Value;
            await using var socket = await Host.ConnectAsync(User, $"client_id=tab&last_seq={last}");
            // Cut somewhere in the middle of the replay, and in the last round not at all.
            var wanted = ((round + 1) * Each) - (int)last;
            received.AddRange(await socket.ReceiveDurableAsync(round == Rounds - 1 ? wanted : random.Next(0, wanted)));
            socket.Abort();
        }

        Replay.AssertNotes(1, Rounds * Each, received);
    }

    [Fact]
    public async Task OldMessagesIdentified_ReplayedAndLive_AreToldApartBySeqAndTimestamp()
    {
        await Api.PublishManyAsync(User, 2);
        var before = await Host.ConnectAsync(User, "start=oldest");
        var first = await before.ReceiveDurableAsync(2);
        await before.DisposeAsync();

        await using var socket = await Host.ConnectAsync(User, "start=oldest");
        var established = await socket.NextAsync();
        var replayed = await socket.ReceiveDurableAsync(2);
        await Api.PublishAsync(User, "note", """{"n":3}""");
        var live = Assert.Single(await socket.ReceiveDurableAsync(1));

        // The same bytes at every delivery: id, seq and the time of acceptance, which lies before this connection.
        Assert.Equal(first.Select(frame => frame.Text), replayed.Select(frame => frame.Text));
        Assert.All(replayed, frame => Assert.True(frame.Timestamp <= established.Timestamp));
        Assert.Equal(2, established.Payload.GetProperty("replay_to").GetInt64());
        Assert.All(replayed, frame => Assert.True(frame.Seq <= established.Payload.GetProperty("head_seq").GetInt64()));
        Assert.True(live.Seq > established.Payload.GetProperty("head_seq").GetInt64());
        Assert.True(live.Timestamp >= established.Timestamp);
    }

    [Fact]
    public async Task Fifo_PublishedOneByOneWhileAwayAndLive_ComesInThatOrder()
    {
        for (var n = 1; n <= 30; n++) await Api.PublishAsync(User, "note", $$"""{"n":{{n}}}""");
        await using var socket = await Host.ConnectAsync(User);
        for (var n = 31; n <= 60; n++) await Api.PublishAsync(User, "note", $$"""{"n":{{n}}}""");

        var frames = await socket.ReceiveDurableAsync(60);

        Replay.AssertNotes(1, 60, frames);
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Timestamp <= pair.Second.Timestamp));
    }

    [Fact]
    public async Task StaysUntilProcessed_Unacknowledged_ComesAgainAndAcknowledgedDoesNot()
    {
        await Api.PublishManyAsync(User, 5);
        foreach (var (from, ack, unread) in new[] { (1, 0, 5), (1, 3, 2), (4, 3, 2), (4, 5, 0) })
        {
            await using var socket = await Host.ConnectAsync(User, "client_id=tab");
            await socket.ReceiveAsync("state_snapshot");
            await Replay.AssertNotesAsync(from, 5, socket);
            await socket.AckAsync(ack);
            await Eventually.IsAsync(unread, async () => (await Calls.NumbersAsync()).Unread);
        }

        foreach (var query in new[] { "client_id=tab", "client_id=other", "" })
        {
            await using var socket = await Host.ConnectAsync(User, query);
            await socket.ReceiveAsync("state_snapshot");
            Assert.Empty(await socket.PingAsync());
            Replay.AssertOutcome(
                """{"resumed":false,"replay_from":null,"replay_to":null,"reset_reason":null}""", socket.Frames[0].Payload);
        }

        // Processed is not gone: it can still be read.
        await Replay.AssertHistoryAsync(5, Api, User);
    }
}
