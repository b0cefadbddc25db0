using Netra.Protocol;

namespace Netra.Storage.Tests;

public sealed partial class CommitRulesTests
{
    private static readonly UserId Ada = UserId.Parse("ada");
    private static readonly Epoch Epoch = Epoch.NewEpoch();

    // Places 6 to 10 without a gap: four frames, of which one is marked, and a hole.
    private static readonly UserHead Before = new(Epoch, 4, 10, 6, 1_000, 50)
    {
        FrameCount = 4,
        HoleCount = 1,
        MarkedCount = 1,
        OldestTimestampMs = 900,
        StateVersion = 7,
        StateSnapshotVersion = 5,
        DeadLetterCount = 2,
        WorkCount = 3,
        LastWorkNumber = 9,
    };

    private static readonly UserHead Same = Before with { Revision = 5 };
    private static readonly UserHead After = Same with { HeadSeq = 11, LastTimestampMs = 1_001, RetainedBytes = 53, FrameCount = 5 };

    private static readonly UserHead Nothing = Before with
    {
        OldestSeq = 0,
        RetainedBytes = 0,
        FrameCount = 0,
        HoleCount = 0,
        MarkedCount = 0,
        OldestTimestampMs = 0,
    };

    private static readonly StoredFrame Frame = new(11, 1_001, "abc"u8.ToArray());
    private static readonly StoredFrame Hole = new(11, 1_001, default) { Hole = SkipReason.Revoked };
    private static readonly SessionRecord Tab = new(ClientId.Parse("tab"), 0, null, 0);

    public static TheoryData<string, UserHead, UserHead, StoredFrame[]> Contradictions => new()
    {
        { "epoch changes", Before, After with { Epoch = Epoch.NewEpoch() }, [Frame] },
        { "no epoch", Before with { Epoch = default }, After with { Epoch = default }, [Frame] },
        { "revision stays", Before, After with { Revision = 4 }, [Frame] },
        { "revision of no commit", Before, After with { Revision = 0 }, [Frame] },
        { "expected head of no commit", Before with { Revision = 0 }, After, [Frame] },
        { "expected head inconsistent", Before with { MarkedCount = 5 }, After with { MarkedCount = 5 }, [Frame] },
        { "head without frame", Before, After, [] },
        { "frame without head", Before, After with { HeadSeq = 10 }, [Frame] },
        { "gap", Before, After with { HeadSeq = 12 }, [Frame with { Seq = 12 }] },
        { "two of one seq", Before, After with { HeadSeq = 12, RetainedBytes = 56, FrameCount = 6 }, [Frame, Frame] },
        { "time falls", Before, After with { LastTimestampMs = 999 }, [Frame with { TimestampMs = 999 }] },
        { "wrong last time", Before, After with { LastTimestampMs = 1_002 }, [Frame] },
        { "empty frame", Before, After with { RetainedBytes = 50 }, [Frame with { Json = default }] },
        { "hole with bytes", Before, After, [Frame with { Hole = SkipReason.Revoked }] },
        { "hole by overflow", Before, After with { FrameCount = 4, HoleCount = 2, RetainedBytes = 50 }, [Hole with { Hole = SkipReason.Overflow }] },
        { "no such priority", Before, After with { MarkedCount = 2 }, [Frame with { Priority = (MessagePriority)4 }] },
        { "negative end", Before, After with { MarkedCount = 2 }, [Frame with { ExpiresAtMs = -1 }] },
        { "state version that is not made", Before, After, [Frame with { StateVersion = 8 }] },
        { "state version of long ago", Before, After, [Frame with { StateVersion = 7 }] },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    [MemberData(nameof(WrongCounts))]
    public void Check_Contradiction_Throws(string contradiction, UserHead expected, UserHead next, StoredFrame[] frames)
    {
        Assert.NotEmpty(contradiction);
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Commit(expected, next, frames)));
    }

    public static TheoryData<UserHead, UserHead, StoredFrame[]> ConsistentCommits => new()
    {
        { Before, After, [Frame] },
        { Before, After with { MarkedCount = 2 }, [Frame with { Priority = MessagePriority.Low }] },
        { Before, After with { MarkedCount = 2 }, [Frame with { ExpiresAtMs = 1 }] },
        { Before, After with { FrameCount = 4, HoleCount = 2, RetainedBytes = 50 }, [Hole with { Priority = MessagePriority.High, ExpiresAtMs = 1 }] },
        { Before, After with { OldestSeq = 9, RetainedBytes = 20, FrameCount = 3, HoleCount = 0, OldestTimestampMs = 950 }, [Frame] },
        { Before, Nothing with { Revision = 5, HeadSeq = 11, LastTimestampMs = 1_001 }, [Frame] },
        { Nothing, After with { OldestSeq = 11, RetainedBytes = 3, FrameCount = 1, HoleCount = 0, MarkedCount = 0, OldestTimestampMs = 1_001 }, [Frame] },
        { UserHead.Empty(Epoch), new UserHead(Epoch, 1, 1, 1, 5, 3) { FrameCount = 1, OldestTimestampMs = 5 }, [new StoredFrame(1, 5, Frame.Json)] },
        { UserHead.Empty(Epoch), UserHead.Empty(Epoch) with { Revision = 1 }, [] },
    };

    [Theory]
    [MemberData(nameof(ConsistentCommits))]
    public void Check_ConsistentCommit_HasNoFault(UserHead expected, UserHead next, StoredFrame[] frames) =>
        Assert.Null(Record.Exception(() => CommitRules.Check(Commit(expected, next, frames))));

    [Fact]
    public void Check_SessionNamedTwiceOrNegative_Throws()
    {
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Sessions([Tab, Tab], [])));
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Sessions([Tab], [Tab.ClientId])));
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Sessions([default], [])));
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Sessions([], [default])));
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Sessions([Tab with { StartSeq = -1 }], [])));
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Sessions([Tab with { AckedSeq = -1 }], [])));
    }

    [Fact]
    public void Check_NoUser_Throws() =>
        Assert.Throws<ArgumentException>(() => CommitRules.Check(new UserCommit { User = default, Expected = Before, Next = After, Frames = [Frame] }));

    private static UserCommit Commit(UserHead expected, UserHead next, StoredFrame[] frames) =>
        new() { User = Ada, Expected = expected, Next = next, Frames = frames };

    private static UserCommit Sessions(SessionRecord[] write, ClientId[] forget) => new()
    {
        User = Ada,
        Expected = Before,
        Next = Same,
        SessionsToWrite = write,
        SessionsToForget = forget,
    };
}
