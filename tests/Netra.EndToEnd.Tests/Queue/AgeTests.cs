namespace Netra.EndToEnd.Tests;

/// <summary>How old a message may become (protocol section 3): the limit of the log, here four seconds.</summary>
[Collection(nameof(AgingHost))]
public sealed class AgeTests(AgingHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task AgeComputed_BeyondTheLimit_UnreadBecomesADeadLetterAndAcknowledgedGoesSilently()
    {
        long before, after;
        // Connected before there is anything: all of the age is for the acknowledgement.
        await using (var socket = await Host.ConnectAsync(User, "client_id=tab"))
        {
            await socket.ReceiveAsync("state_snapshot");
            before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await Api.PublishManyAsync(User, 3);
            after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await socket.UntilAsync(3);
            await socket.AckAsync(1);
        }

        await Eventually.IsAsync((2L, 0L), async () =>
        {
            var numbers = await Calls.NumbersAsync();
            return (numbers.DeadLetters, numbers.Unread);
        });

        var letters = await Calls.DeadLettersAsync();
        Assert.Equal([(2L, "age"), (3L, "age")], letters.Select(letter => (letter.Seq, letter.Reason)));
        Assert.All(letters, letter =>
        {
            // The age counts from the acceptance, which is what the timestamp says.
            Assert.InRange(letter.Message.Timestamp, before, after);
            Assert.True(letter.At >= letter.Message.Timestamp + 4_000, "It fell too early.");
        });
        Assert.Empty(await Calls.MessagesAsync());
    }

    [Fact]
    public async Task AgeComputed_PositionThatAgedAway_IsResetWithRetention()
    {
        await Api.PublishManyAsync(User, 3);
        await Eventually.IsAsync(3L, async () => (await Calls.NumbersAsync()).DeadLetters);
        await Calls.PublishAsync(UserCalls.Note(4));

        await using var socket = await Host.ConnectAsync(User, "last_seq=1");

        Replay.AssertOutcome("""{"resumed":false,"replay_from":4,"replay_to":4,"reset_reason":"retention"}""", (await socket.NextAsync()).Payload);
        Replay.AssertResync("retention", await socket.NextAsync());
        await Replay.AssertNotesAsync(4, 4, socket);
    }
}
