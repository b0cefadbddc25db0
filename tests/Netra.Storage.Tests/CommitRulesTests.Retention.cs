using Netra.Protocol;

namespace Netra.Storage.Tests;

public sealed partial class CommitRulesTests
{
    // The same places but two, which fell out of their order.
    private static readonly UserHead Gappy = Before with { FrameCount = 2, RetainedBytes = 20 };

    // Two of them fall: frames or the hole, 6 and 7.
    private static readonly UserHead Trimmed = After with { OldestSeq = 8, FrameCount = 4, HoleCount = 0, RetainedBytes = 40, OldestTimestampMs = 950 };

    public static TheoryData<string, UserHead, UserHead, StoredFrame[]> WrongCounts => new()
    {
        { "oldest falls", Before, After with { OldestSeq = 5 }, [Frame] },
        { "oldest past the head", Before, After with { OldestSeq = 12, RetainedBytes = 0 }, [Frame] },
        { "negative oldest", Before, After with { OldestSeq = -1 }, [Frame] },
        { "oldest but no places", Before, Nothing with { Revision = 5, OldestSeq = 10 }, [] },
        { "bytes too many", Before, After with { RetainedBytes = 54 }, [Frame] },
        { "bytes too few", Before, After with { RetainedBytes = 52 }, [Frame] },
        { "bytes grow by trimming", Before, Trimmed with { RetainedBytes = 53 }, [Frame] },
        { "bytes fewer than the frames that stay", Before, Trimmed with { RetainedBytes = 5 }, [Frame] },
        { "bytes of nothing", Before, Nothing with { Revision = 5, RetainedBytes = 1 }, [] },
        { "trimmed frames come back", Nothing, After with { RetainedBytes = 3 }, [Frame] },
        { "frame not counted", Before, After with { FrameCount = 4 }, [Frame] },
        { "frame counted twice", Before, After with { FrameCount = 6 }, [Frame] },
        { "hole from nowhere", Before, After with { FrameCount = 4, HoleCount = 2 }, [Frame] },
        { "hole gone", Before, After with { FrameCount = 6, HoleCount = 0 }, [Frame] },
        { "mark not counted", Before, After, [Frame with { Priority = MessagePriority.High }] },
        { "mark from nowhere", Before, After with { MarkedCount = 2 }, [Frame] },
        { "mark lost", Before, After with { MarkedCount = 0 }, [Frame] },
        { "more marks than frames stay", Before with { MarkedCount = 4 }, Trimmed with { MarkedCount = 1 }, [Frame] },
        { "too few fall", Before, Trimmed with { FrameCount = 4, HoleCount = 1 }, [Frame] },
        { "too many fall", Before, Trimmed with { FrameCount = 3 }, [Frame] },
        { "nothing falls over gaps", Gappy, Trimmed with { FrameCount = 3, HoleCount = 1, RetainedBytes = 23 }, [Frame] },
        { "more fall than there are", Gappy, Trimmed with { FrameCount = 1, RetainedBytes = 3 }, [Frame] },
        { "oldest time changes", Before, After with { OldestTimestampMs = 901 }, [Frame] },
        { "oldest time falls", Before, Trimmed with { OldestTimestampMs = 899 }, [Frame] },
        { "oldest time of the future", Before, Trimmed with { OldestTimestampMs = 1_001 }, [Frame] },
        { "oldest time of nothing", Before, Nothing with { Revision = 5, OldestTimestampMs = 1 }, [] },
        {
            "oldest time not that of the new frame", Nothing,
            After with { OldestSeq = 11, RetainedBytes = 3, FrameCount = 1, HoleCount = 0, MarkedCount = 0, OldestTimestampMs = 1_000 }, [Frame]
        },
    };

    public static TheoryData<UserHead, UserHead> ConsistentTrims => new()
    {
        { Before, Trimmed },
        { Before, Trimmed with { FrameCount = 3, HoleCount = 1, MarkedCount = 0, RetainedBytes = 5 } },
        { Gappy, Trimmed with { FrameCount = 2, RetainedBytes = 20 } },
        { Gappy, Trimmed with { FrameCount = 2, HoleCount = 1, RetainedBytes = 4 } },
    };

    [Theory]
    [MemberData(nameof(ConsistentTrims))]
    public void Check_CountsThatMayFollowFromATrim_HaveNoFault(UserHead expected, UserHead next) =>
        Assert.Null(Record.Exception(() => CommitRules.Check(Commit(expected, next, [Frame]))));

    [Fact]
    public void Check_PlacesRemovedAndErased_HaveNoFault() => Assert.Null(Record.Exception(() => CommitRules.Check(Places([7, 10], [new(6, SkipReason.Expired)]))));

    public static TheoryData<long[], FrameHole[]> WrongPlaces => new()
    {
        { [10, 7], [new(6, SkipReason.Expired)] },
        { [7, 7], [new(6, SkipReason.Expired)] },
        { [6, 7], [new(8, SkipReason.Expired)] },
        { [7, 11], [new(6, SkipReason.Expired)] },
        { [7, 10], [new(7, SkipReason.Expired)] },
        { [7, 10], [new(5, SkipReason.Expired)] },
        { [7, 10], [new(11, SkipReason.Expired)] },
        { [7, 10], [new(6, SkipReason.Overflow)] },
        { [7, 10], [new(6, SkipReason.Expired), new(6, SkipReason.Expired)] },
        { [7], [new(6, SkipReason.Expired)] },
        { [7, 8, 10], [new(6, SkipReason.Expired)] },
    };

    [Theory]
    [MemberData(nameof(WrongPlaces))]
    public void Check_PlacesToRemoveOrEraseWrong_Throws(long[] remove, FrameHole[] erase) =>
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Places(remove, erase)));

    // Two places removed, one of them a frame, and one frame erased.
    private static UserCommit Places(long[] remove, FrameHole[] erase) => new()
    {
        User = Ada,
        Expected = Before,
        Next = Same with { FrameCount = 2, HoleCount = 1, RetainedBytes = 30 },
        FramesToRemove = remove,
        FramesToErase = erase,
    };
}
