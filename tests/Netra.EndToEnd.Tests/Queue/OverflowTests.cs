namespace Netra.EndToEnd.Tests;

/// <summary>What happens at the limit of messages: acknowledged ones go silently, unread ones become dead letters (protocol section 3).</summary>
[Collection(nameof(TightHost))]
public sealed class OverflowTests(TightHost host) : BehaviourTests(host)
{
    private const int Max = 20;

    [Fact]
    public async Task LimitEnforced_Unread_KeepsTheNewestAndMakesDeadLettersOfTheRest()
    {
        for (var n = 1; n <= 50; n++) await Calls.PublishAsync(UserCalls.Note(n));

        await Calls.AssertNumbersAsync(new UserNumbers(50, 31, 20, 0, 30, 0));
        Replay.AssertNotes(31, 50, await Calls.MessagesAsync());
        var letters = await Calls.DeadLettersAsync(limit: 7);
        Assert.Equal(Enumerable.Range(1, 30).Select(seq => ((long)seq, "overflow")), letters.Select(letter => (letter.Seq, letter.Reason)));
        Replay.AssertNotes(1, 30, [.. letters.Select(letter => letter.Message)]);
        Assert.All(letters, letter => Assert.True(letter.At >= letter.Message.Timestamp));
    }

    [Fact]
    public async Task LimitEnforced_Batch_KeepsTheNewest()
    {
        await Api.PublishManyAsync(User, 200);

        await Calls.AssertNumbersAsync(new UserNumbers(200, 181, 20, 0, 180, 0));
        Replay.AssertNotes(181, 200, await Calls.MessagesAsync());
        Replay.AssertNotes(1, 180, [.. (await Calls.DeadLettersAsync()).Select(letter => letter.Message)]);
    }

    [Fact]
    public async Task LimitEnforced_Acknowledged_GoFirstAndSilently()
    {
        await Api.PublishManyAsync(User, Max);
        await using (var socket = await Host.ConnectAsync(User, "client_id=tab"))
        {
            await socket.UntilAsync(Max);
            await socket.AckAsync(12);
            await Eventually.IsAsync(8, async () => (await Calls.NumbersAsync()).Unread);
        }

        await Api.PublishManyAsync(User, 12, from: Max + 1);
        await Calls.AssertNumbersAsync(new UserNumbers(32, 13, 20, 0, 0, 0));
        await Api.PublishManyAsync(User, 1, from: 33);

        await Calls.AssertNumbersAsync(new UserNumbers(33, 14, 20, 0, 1, 0));
        Assert.Equal(13, Assert.Single(await Calls.DeadLettersAsync()).Seq);
    }

    [Fact]
    public async Task LimitEnforced_MixedPriorities_DropsTheLeastImportantFirst()
    {
        string[] priorities =
            [.. Enumerable.Repeat("critical", 5), .. Enumerable.Repeat("low", 5), .. Enumerable.Repeat("high", 5), .. Enumerable.Repeat("normal", 5)];
        await Calls.PublishNotesAsync(priorities);
        for (var n = 21; n <= 28; n++) await Calls.PublishAsync(UserCalls.Note(n, "high"));

        // First the five low ones, then three of the normal ones, oldest first.
        Assert.Equal([6, 7, 8, 9, 10, 16, 17, 18], (await Calls.DeadLettersAsync()).Select(letter => letter.Seq));
        await Calls.AssertNumbersAsync(new UserNumbers(28, 1, 20, 0, 8, 0));
        Assert.Equal(
            [1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28],
            (await Calls.MessagesAsync()).Select(frame => frame.Seq!.Value));

        await Calls.PublishAsync(UserCalls.Note(29, "normal"));
        await using var socket = await Host.ConnectAsync(User, "last_seq=0");
        var frames = await socket.UntilAsync(29);
        Assert.Equal(
            "!1 !2 !3 !4 !5 !11 !12 !13 !14 !15 !21 !22 !23 !24 !25 !26 !27 !28 -6..10 overflow -16..19 overflow 20 29", Runs.Describe(frames));
        Runs.AssertWhole(frames, 1, 29);
    }

    [Fact]
    public async Task IntegrityAtOverflow_PublishersAtOnce_EveryMessageIsInTheLogOrADeadLetter()
    {
        var random = NewRandom();
        string[] names = ["low", "normal", "high", "critical"];
        var sent = Enumerable.Range(1, 200).Select(n => (N: n, Priority: Array.IndexOf(names, names[random.Next(4)]))).ToList();
        var accepted = await Task.WhenAll(sent.Chunk(50).Select(async part =>
        {
            var seqs = new List<(long Seq, int N, int Priority)>();
            foreach (var (n, priority) in part) seqs.Add((await Calls.PublishAsync(UserCalls.Note(n, names[priority])), n, priority));
            return seqs;
        }));

        var bySeq = accepted.SelectMany(part => part).ToDictionary(message => message.Seq);
        Assert.Equal(Enumerable.Range(1, 200).Select(seq => (long)seq), bySeq.Keys.Order());
        await Eventually.IsAsync(20L, async () => (await Calls.NumbersAsync()).Unread);
        var kept = await Calls.MessagesAsync();
        var letters = await Calls.DeadLettersAsync();
        Assert.Equal(20, kept.Count);
        Assert.Equal(180, letters.Count);
        Assert.Equal(bySeq.Keys.Order(), kept.Select(frame => frame.Seq!.Value).Concat(letters.Select(letter => letter.Seq)).Order());
        Assert.All(kept.Concat(letters.Select(letter => letter.Message)), frame => Assert.Equal($$$"""{"n":{{{bySeq[frame.Seq!.Value].N}}}}""", frame.PayloadText));
        // Whatever fell was no more important than what stood before it, and the oldest of its kind.
        foreach (var letter in letters)
        {
            var fallen = bySeq[letter.Seq];
            Assert.DoesNotContain(kept, frame => frame.Seq < fallen.Seq && bySeq[frame.Seq!.Value].Priority <= fallen.Priority);
        }
    }

    [Fact]
    public async Task Retry_OfAFallenMessage_PutsItBackWithANewSeq()
    {
        await Api.PublishManyAsync(User, Max);
        await Calls.PublishAsync("""{"type":"note","id":"late","payload":{"n":21}}""");
        await Calls.AssertNumbersAsync(new UserNumbers(21, 2, 20, 0, 1, 0));
        await using (var socket = await Host.ConnectAsync(User, "client_id=tab"))
        {
            await socket.UntilAsync(21);
            await socket.AckAsync(21);
            await Eventually.IsAsync(0L, async () => (await Calls.NumbersAsync()).Unread);
        }

        Assert.Equal("""{"seq":22}""", (await Calls.RetryAsync(1)).AssertOk().GetRawText());

        await Calls.AssertNumbersAsync(new UserNumbers(22, 3, 1, 0, 0, 0));
        var put = (await Calls.MessagesAsync())[^1];
        Assert.Equal((22L, "note", """{"n":1}"""), (put.Seq, put.Type, put.PayloadText));
        (await Calls.RetryAsync(1)).AssertProblem(404, "not_found");
    }

    [Fact]
    public async Task LimitEnforced_ChangesOfTheStateThatFell_AreMadeUpForByAResync()
    {
        (await Calls.PatchStateAsync("""{"a":1}""")).AssertOk();
        (await Calls.PatchStateAsync("""{"b":2}""")).AssertOk();
        await Api.PublishManyAsync(User, Max, from: 3);

        await using var socket = await Host.ConnectAsync(User, "last_seq=1&state_version=1");

        Replay.AssertOutcome("""{"resumed":false,"replay_from":3,"replay_to":22,"reset_reason":"retention"}""", (await socket.NextAsync()).Payload);
        var state = await socket.NextAsync();
        Assert.Equal(("state_resync", """{"version":2,"state":{"a":1,"b":2},"reason":"retention"}"""), (state.Type, state.PayloadText));
        await Replay.AssertNotesAsync(3, 22, socket);
    }
}
