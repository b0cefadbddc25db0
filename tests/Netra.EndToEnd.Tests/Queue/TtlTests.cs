namespace Netra.EndToEnd.Tests;

/// <summary>Messages that may be delivered for a while only (protocol section 3).</summary>
[Collection(nameof(RoomyHost))]
public sealed class TtlTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task AgeComputed_PastItsTtl_IsSkippedAndBecomesADeadLetter()
    {
        await Calls.PublishAsync(UserCalls.Note(1));
        await Calls.PublishAsync("""{"type":"note","ttl_ms":1,"payload":{"n":2}}""");
        await Calls.PublishAsync("""{"type":"note","ttl_ms":1,"payload":{"n":3}}""");
        await Calls.PublishAsync("""{"type":"note","ttl_ms":600000,"payload":{"n":4}}""");
        await Calls.AssertNumbersAsync(new UserNumbers(4, 1, 2, 0, 2, 0));

        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal("1 -2..3 expired 4", Runs.Describe(await socket.UntilAsync(4)));
        Assert.Equal([1L, 4], (await Calls.MessagesAsync()).Select(frame => frame.Seq!.Value));
        var letters = await Calls.DeadLettersAsync();
        Assert.Equal([(2L, "expired"), (3L, "expired")], letters.Select(letter => (letter.Seq, letter.Reason)));
        Assert.All(letters, letter => Assert.True(letter.At > letter.Message.Timestamp));
    }

    [Fact]
    public async Task AgeComputed_Live_IsDeliveredWithinItsTtlAndSkippedByWhoComesLater()
    {
        await using var live = await Host.ConnectAsync(User);
        await live.ReceiveAsync("state_snapshot");
        await Calls.PublishAsync("""{"type":"note","ttl_ms":5000,"payload":{"n":1}}""");
        Assert.Equal(1, (await live.FindAsync(frame => frame.Seq is not null)).Seq);
        await live.AckAsync(1);
        await Calls.PublishAsync(UserCalls.Note(2));

        await Eventually.IsAsync(1, async () => (await Calls.MessagesAsync()).Count);
        await using var later = await Host.ConnectAsync(User, "start=oldest");

        Assert.Equal("-1..1 expired 2", Runs.Describe(await later.UntilAsync(2)));
        // It was read in time, so that it is nobody's loss.
        Assert.Empty(await Calls.DeadLettersAsync());
    }

    [Fact]
    public async Task Retry_OfAnExpiredMessage_PutsItBackWithoutItsTtl()
    {
        await Calls.PublishAsync("""{"type":"note","ttl_ms":1,"payload":{"n":1}}""");
        await Eventually.IsAsync(1L, async () => (await Calls.NumbersAsync()).DeadLetters);

        Assert.Equal(2, (await Calls.RetryAsync(1)).AssertOk().GetProperty("seq").GetInt64());

        await using var socket = await Host.ConnectAsync(User, "last_seq=0");
        var frames = await socket.UntilAsync(2);
        Assert.Equal("-1..1 expired 2", Runs.Describe(frames));
        Assert.Equal("""{"n":1}""", frames[^1].PayloadText);
        await Calls.AssertNumbersAsync(new UserNumbers(2, 1, 1, 0, 0, 1));
    }
}
