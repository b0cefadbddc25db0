using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>Places that are no plain frames: marked frames, holes and gaps.</summary>
public abstract partial class UserLogConformance
{
    private static readonly StoredFrame Plain = new(0, 0, "{\"plain\":1}"u8.ToArray());

    private static readonly StoredFrame[] MarkedPlaces =
    [
        Plain with { Priority = MessagePriority.Low },
        Plain with { Priority = MessagePriority.Critical, ExpiresAtMs = 1_800_000_000_000 },
        Plain with { ExpiresAtMs = long.MaxValue },
        Plain with { StateVersion = 1 },
        Plain with { Priority = MessagePriority.High, ExpiresAtMs = 1, StateVersion = 2 },
        Plain,
        Plain with { Json = default, Hole = SkipReason.Revoked },
        Plain with { Json = default, Hole = SkipReason.Expired, Priority = MessagePriority.High, ExpiresAtMs = 300 },
    ];

    [Fact]
    public async Task CommitAsync_MarkedFramesAndHoles_AreReadBackExactly()
    {
        var writer = await WriteMarkedPlacesAsync();
        await writer.AssertStoredAsync(Log);
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);

        var head = writer.Head;
        Assert.Equal((6L, 2L, 4L), (head.FrameCount, head.HoleCount, head.MarkedCount));
        Assert.Equal((1L, 1L, true, false), (head.OldestSeq, head.OldestTimestampMs, head.IsGapless, head.IsPlain));
    }

    [Fact]
    public async Task CommitAsync_FrameErased_LeavesItsPlaceWithoutJson()
    {
        var writer = await WriteMarkedPlacesAsync();
        var before = writer.Frames.ToList();
        await CommitAsync(writer.Commit(new CommitParts { Erase = [new(2, SkipReason.Expired), new(4, SkipReason.Revoked)] }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);

        var places = await Log.ReadAsync(writer.User, 1, long.MaxValue, 100, 10_000, CancellationToken.None);
        LogWriter.AssertFrames([before[1] with { Json = default, Hole = SkipReason.Expired }], [places[1]]);
        LogWriter.AssertFrames([before[3] with { Json = default, Hole = SkipReason.Revoked }], [places[3]]);
        Assert.Equal((4L, 4L, 3L), (writer.Head.FrameCount, writer.Head.HoleCount, writer.Head.MarkedCount));
    }

    [Fact]
    public async Task CommitAsync_PlacesRemoved_LeaveGapsThatReadsPassOver()
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(new CommitParts { Remove = [2, 3, 7, 10] }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);

        await AssertReadAsync(writer, 1, 10, [1, 4, 5, 6, 8, 9]);
        await AssertReadAsync(writer, 2, 3, []);
        await AssertReadAsync(writer, 3, 7, [4, 5, 6]);
        await AssertReadAsync(writer, 2, 10, [4, 5], maxFrames: 2);
        await AssertReadAsync(writer, 5, 10, [5, 6, 8], maxBytes: 300);
        Assert.Equal([1L, 4, 5, 6, 8, 9], (await Log.ReadEntriesAsync(writer.User, CancellationToken.None)).Select(entry => entry.Seq));
        Assert.False(writer.Head.IsGapless);
    }

    [Fact]
    public async Task CommitAsync_OldestRaisedOverGapsAndHoles_DeletesWhatIsBelow()
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(new CommitParts { Remove = [3, 4], Erase = [new(2, SkipReason.Revoked), new(6, SkipReason.Expired)] }));
        await CommitAsync(writer.Commit(oldest: 6));
        await writer.AssertStoredAsync(Log);
        Assert.Equal((4L, 1L, 6L), (writer.Head.FrameCount, writer.Head.HoleCount, writer.Head.OldestTimestampMs));

        await CommitAsync(writer.Commit(oldest: 11));
        await CommitAsync(writer.Append("next"));
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task ReadAsync_HolesInAPage_CountAsPlacesWithoutBytes()
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(new CommitParts { Erase = [new(2, SkipReason.Revoked), new(3, SkipReason.Revoked)] }));
        await AssertReadAsync(writer, 1, 10, [1, 2, 3, 4], maxBytes: 200);
        await AssertReadAsync(writer, 2, 10, [2, 3], maxFrames: 2);
    }

    [Fact]
    public async Task ReadEntriesAsync_UserNeverSeen_IsEmpty() =>
        Assert.Empty(await Log.ReadEntriesAsync(UserId.Parse("nobody"), CancellationToken.None));

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(-1, 1, 0, 0)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 0, 0, 1)]
    public async Task ReadEntriesAsync_HeadCountsOtherPlaces_ThrowsDamaged(int frames, int holes, int marked, int bytes)
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(new CommitParts { Remove = [5, 6] }));
        var empty = writer.Commit();
        var wrong = empty.Next with
        {
            FrameCount = empty.Next.FrameCount + frames,
            HoleCount = empty.Next.HoleCount + holes,
            MarkedCount = empty.Next.MarkedCount + marked,
            RetainedBytes = empty.Next.RetainedBytes + bytes,
        };
        await CommitGroupAsync(new UserCommit { User = writer.User, Expected = empty.Expected, Next = wrong });
        await Assert.ThrowsAsync<StorageDamagedException>(async () => await Log.ReadEntriesAsync(writer.User, CancellationToken.None));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(3)]
    [InlineData(12)]
    public async Task CommitAsync_ErasesWhatIsNoFrame_FailsAlone(int seq)
    {
        var (ada, bob) = (await WriteTenFramesAsync(), await LogWriter.LoadAsync(Log, "bob"));
        await CommitAsync(ada.Commit(new CommitParts { Remove = [7], Erase = [new(3, SkipReason.Revoked)] }));
        await CommitAsync(ada.Commit(new CommitParts { Places = [Plain, Plain], Oldest = 2 }));
        await CommitAsync(ada.Commit(new CommitParts { Remove = [12] }));
        var broken = Erasing(ada, seq);

        var outcomes = await CommitGroupAsync(broken, bob.Append("1"), Behind(broken));
        Assert.Equal([CommitOutcome.Damaged, CommitOutcome.Committed, CommitOutcome.Conflict], outcomes);
        await Assert.ThrowsAsync<StorageDamagedException>(() => Log.CommitAsync(broken));
        await ada.AssertStoredAsync(Log);
        await bob.AssertStoredAsync(Log);
        await CommitAsync(ada.Append("goes on"));
    }

    /// <summary>A commit that erases a place, counted as if a frame were there.</summary>
    private static UserCommit Erasing(LogWriter writer, long seq) => new()
    {
        User = writer.User,
        Expected = writer.Head,
        Next = writer.Head with
        {
            Revision = 77,
            FrameCount = writer.Head.FrameCount - 1,
            HoleCount = writer.Head.HoleCount + 1,
            RetainedBytes = writer.Head.RetainedBytes - 1,
        },
        FramesToErase = [new FrameHole(seq, SkipReason.Revoked)],
    };

    /// <summary>An empty commit that expects what another leaves.</summary>
    private static UserCommit Behind(UserCommit commit) =>
        new() { User = commit.User, Expected = commit.Next, Next = commit.Next with { Revision = commit.Next.Revision + 1 } };

    private async Task<LogWriter> WriteMarkedPlacesAsync()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts
        {
            Places = MarkedPlaces,
            StateChanges = [new(1, StateChangeKind.Patch, "{}"u8.ToArray()), new(2, StateChangeKind.Ops, "[]"u8.ToArray())],
        }));
        return writer;
    }
}
