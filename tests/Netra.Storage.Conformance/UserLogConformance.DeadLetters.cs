using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    [Fact]
    public async Task CommitAsync_DeadLettersOfFramesThatLeave_CopyJsonAndPriority()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts
        {
            Places = [Frame("trimmed"), Frame("kept"), Frame("removed") with { Priority = MessagePriority.High }, Frame("erased"), Frame("last")],
        }));
        await CommitAsync(writer.Commit(new CommitParts
        {
            Oldest = 2,
            Remove = [3],
            Erase = [new(4, SkipReason.Expired)],
            DeadLetters = [new(1, DeadLetterReason.Age, 10), new(3, DeadLetterReason.Overflow, 11), new(4, DeadLetterReason.Expired, 12)],
        }));
        await ReopenAsync();

        await writer.AssertStoredAsync(Log);
        var letters = await Log.ReadDeadLettersAsync(writer.User, 0, 10, 1_000, CancellationToken.None);
        Assert.Equal(["trimmed", "removed", "erased"], letters.Select(letter => Text(letter.Json)));
        Assert.Equal([MessagePriority.Normal, MessagePriority.High, MessagePriority.Normal], letters.Select(letter => letter.Priority));
        Assert.Equal(3, writer.Head.DeadLetterCount);
    }

    [Fact]
    public async Task CommitAsync_DeadLetterOfAMessageThatNeverWasAFrame_IsKeptBesideItsHole()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts
        {
            Places = [Frame("frame"), Plain with { Json = default, Hole = SkipReason.Revoked }],
            DeadLetters = [new(2, DeadLetterReason.HandlerFailed, 5, "never a frame"u8.ToArray())],
        }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        Assert.Equal("never a frame", Text(Assert.Single(writer.Model.DeadLetters.Values).Json));
    }

    [Fact]
    public async Task CommitAsync_DeadLetterOfAFrameOfTheSameGroup_CopiesIt()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var outcomes = await CommitGroupAsync(
            writer.Commit(new CommitParts { Places = [Frame("1"), Frame("2") with { Priority = MessagePriority.Low }] }),
            writer.Commit(new CommitParts { Erase = [new(2, SkipReason.Expired)], DeadLetters = [new(2, DeadLetterReason.Expired, 1)] }),
            writer.Commit(new CommitParts { Places = [Frame("3")], Oldest = 2, DeadLetters = [new(1, DeadLetterReason.Overflow, 2)] }));

        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        await writer.AssertStoredAsync(Log);
        Assert.Equal(["1", "2"], writer.Model.DeadLetters.Values.Select(letter => Text(letter.Json)));
    }

    [Fact]
    public async Task CommitAsync_DeadLetterOfAFrameThatTheSameGroupErased_FailsAlone()
    {
        var writer = await WriteTenFramesAsync();
        var erased = writer.Commit(new CommitParts { Erase = [new(4, SkipReason.Revoked)] });
        var leak = new UserCommit
        {
            User = writer.User,
            Expected = writer.Head,
            Next = writer.Head with { Revision = 77, DeadLetterCount = 1, HoleCount = 0 },
            FramesToRemove = [4],
            DeadLettersToAdd = [new(4, DeadLetterReason.Overflow, 1)],
        };
        Assert.Equal([CommitOutcome.Committed, CommitOutcome.Damaged], await CommitGroupAsync(erased, leak));
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_DeadLetterWithoutItsFrame_FailsAlone()
    {
        var (ada, bob) = (await WriteTenFramesAsync(), await LogWriter.LoadAsync(Log, "bob"));
        await CommitAsync(ada.Commit(new CommitParts { Remove = [2] }));
        var broken = new UserCommit
        {
            User = ada.User,
            Expected = ada.Head,
            Next = ada.Head with { Revision = 77, OldestSeq = 3, OldestTimestampMs = 3, FrameCount = 8, RetainedBytes = 800, DeadLetterCount = 2 },
            DeadLettersToAdd = [new(1, DeadLetterReason.Age, 1), new(2, DeadLetterReason.Age, 1)],
        };

        var outcomes = await CommitGroupAsync(bob.Append("1"), broken, bob.Append("2"));
        Assert.Equal([CommitOutcome.Committed, CommitOutcome.Damaged, CommitOutcome.Committed], outcomes);
        await Assert.ThrowsAsync<StorageDamagedException>(() => Log.CommitAsync(broken));
        await ada.AssertStoredAsync(Log);
        await bob.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task ReadDeadLettersAsync_Pages_AreInOrderAndBounded()
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(new CommitParts
        {
            Oldest = 8,
            DeadLetters = [.. Enumerable.Range(1, 7).Select(seq => new DeadLetterToAdd(seq, DeadLetterReason.Overflow, seq))],
        }));
        await AssertDeadLettersAsync(writer.User, 0, [1, 2, 3], maxRecords: 3);
        await AssertDeadLettersAsync(writer.User, 3, [4, 5, 6, 7]);
        await AssertDeadLettersAsync(writer.User, 5, [6], maxBytes: 199);
        await AssertDeadLettersAsync(writer.User, 5, [6, 7], maxBytes: 200);
        await AssertDeadLettersAsync(writer.User, 6, [7], maxBytes: 1);
        await AssertDeadLettersAsync(writer.User, long.MinValue, [1], maxRecords: 1);
        await AssertDeadLettersAsync(writer.User, 7, []);
        await AssertDeadLettersAsync(writer.User, long.MaxValue, []);
        await AssertDeadLettersAsync(UserId.Parse("nobody"), 0, []);
    }

    [Fact]
    public async Task CommitAsync_DeadLettersForgotten_AreGone()
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(new CommitParts
        {
            Oldest = 4,
            DeadLetters = [new(1, DeadLetterReason.Age, 1), new(2, DeadLetterReason.Age, 1), new(3, DeadLetterReason.Age, 1)],
        }));
        await CommitAsync(writer.Commit(new CommitParts { Places = [Frame("again")], ForgetDeadLetters = [1, 3] }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        await AssertDeadLettersAsync(writer.User, 0, [2]);
        Assert.Equal(1, writer.Head.DeadLetterCount);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task ReadDeadLettersAsync_EmptyPageAskedFor_Throws(int maxRecords, int maxBytes) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Log.ReadDeadLettersAsync(UserId.Parse("ada"), 0, maxRecords, maxBytes, CancellationToken.None));

    private static StoredFrame Frame(string text) => new(0, 0, System.Text.Encoding.UTF8.GetBytes(text));

    private static string Text(ReadOnlyMemory<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8.Span);

    private async Task AssertDeadLettersAsync(UserId user, long afterSeq, long[] expected, int maxRecords = 100, int maxBytes = 100_000)
    {
        var letters = await Log.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, CancellationToken.None);
        Assert.Equal(expected, letters.Select(letter => letter.Seq));
    }
}
