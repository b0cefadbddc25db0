namespace Netra.EndToEnd.Tests;

/// <summary>Priority: what matters most comes first when a connection begins (protocol section 3).</summary>
[Collection(nameof(RoomyHost))]
public sealed class PriorityTests(RoomyHost host) : BehaviourTests(host)
{
    private static readonly string[] Mixed = ["normal", "high", "low", "critical", "normal", "high", "critical", "low"];

    [Fact]
    public async Task PriorityQueuedApart_MixedWhileAway_IsLeftOutOfTheOrdinaryRunInSilence()
    {
        await Calls.PublishNotesAsync(Mixed);

        await using var socket = await Host.ConnectAsync(User);
        var frames = await socket.UntilAsync(8);

        Assert.Equal("!2 !4 !6 !7 1 3 5 8", Runs.Describe(frames));
        Assert.Equal([2, 4, 6, 7, 1, 3, 5, 8], Runs.Numbers(frames.Where(frame => frame.Seq is not null)));
        await Replay.AssertNothingMoreAsync(await WalkedAsync(socket, 8), Api, User);
    }

    [Fact]
    public async Task PriorityFirst_Replay_BeginsRightBehindTheStateWithMarkedFrames()
    {
        await Calls.PublishNotesAsync(Mixed);

        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
        Assert.Equal("state_snapshot", (await socket.NextAsync()).Type);
        var first = await socket.NextAsync();
        Assert.Equal(["type", "id", "seq", "timestamp", "expedited", "payload"], first.Root.EnumerateObject().Select(member => member.Name));
        Assert.Equal((2L, true), (first.Seq, first.Root.GetProperty("expedited").GetBoolean()));
        Assert.All((await Calls.MessagesAsync()).Select(frame => frame.Text), text => Assert.DoesNotContain("expedited", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PriorityFirst_BreakInTheRun_BringsThoseAboveLastSeqAgain()
    {
        await Calls.PublishNotesAsync(Mixed);

        await using var socket = await Host.ConnectAsync(User, "last_seq=4");

        Assert.Equal("!6 !7 5 8", Runs.Describe(await socket.UntilAsync(8)));
    }

    [Fact]
    public async Task PriorityFirst_Acknowledgement_SpeaksOfTheOrdinaryRunAlone()
    {
        await Api.PublishManyAsync(User, 500);
        await Calls.PublishAsync(UserCalls.Note(501, "critical"));
        await using var socket = await Host.ConnectAsync(User, "client_id=tab");
        Assert.Equal(501, (await socket.FindAsync(frame => frame.Seq is not null)).Seq);
        await socket.UntilAsync(500);

        // The run has passed 501 in silence, so that it counts as sent.
        await socket.AckAsync(500);
        await Eventually.IsAsync(1, async () => (await Calls.NumbersAsync()).Unread);
        await socket.AckAsync(501);
        await Eventually.IsAsync(0, async () => (await Calls.NumbersAsync()).Unread);
    }

    [Fact]
    public async Task PriorityFirst_LiveAndResumeFrame_KeepTheOrderOfSeq()
    {
        await using var socket = await Host.ConnectAsync(User);
        await Calls.PublishBatchAsync(Mixed.Select((priority, i) => UserCalls.Note(i + 1, priority)));

        Assert.Equal("1 2 3 4 5 6 7 8", Runs.Describe(await socket.UntilAsync(8)));
        var before = socket.Frames.Count;
        await socket.SendAsync("""{"type":"resume","payload":{"last_seq":2}}""");
        await socket.FindAsync(frame => frame.Seq == 8, before);
        Assert.Equal("3 4 5 6 7 8", Runs.Describe(socket.Frames.Skip(before)));
    }

    [Fact]
    public async Task FifoWithinPriority_ManyOfEach_KeepsTheOrderAmongTheirOwn()
    {
        var random = NewRandom();
        string[] names = ["low", "normal", "high", "critical"];
        var priorities = Enumerable.Range(0, 400).Select(_ => names[random.Next(4)]).Append("normal").ToList();
        await Calls.PublishBatchAsync(priorities.Select((priority, i) => UserCalls.Note(i + 1, priority)));

        await using var socket = await Host.ConnectAsync(User);
        var frames = (await socket.UntilAsync(401)).Where(frame => frame.Seq is not null).ToList();

        bool IsFirst(int n) => priorities[n - 1] is "high" or "critical";
        var all = Enumerable.Range(1, 401).ToList();
        Assert.Equal(all.Where(IsFirst).Concat(all.Where(n => !IsFirst(n))), Runs.Numbers(frames));
        Assert.Equal(all.Count(IsFirst), frames.Count(frame => frame.IsExpedited));
    }

    private static async Task<NetraSocket> WalkedAsync(NetraSocket socket, int durable)
    {
        await socket.ReceiveDurableAsync(durable);
        return socket;
    }
}
