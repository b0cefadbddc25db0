using Netra.Protocol;

namespace Netra.Storage.Tests;

public sealed class CommitRulesTests
{
    private static readonly Epoch Epoch = Epoch.NewEpoch();
    private static readonly UserHead Before = new(Epoch, 4, 10, 6, 1_000, 50);
    private static readonly UserHead After = new(Epoch, 5, 11, 6, 1_001, 53);
    private static readonly StoredFrame Frame = new(11, 1_001, "abc"u8.ToArray());
    private static readonly SessionRecord Tab = new(ClientId.Parse("tab"), 0, null, 0);

    public static TheoryData<string, UserHead, UserHead, StoredFrame[]> Contradictions => new()
    {
        { "epoch changes", Before, After with { Epoch = Epoch.NewEpoch() }, [Frame] },
        { "no epoch", Before with { Epoch = default }, After with { Epoch = default }, [Frame] },
        { "revision stays", Before, After with { Revision = 4 }, [Frame] },
        { "revision jumps", Before, After with { Revision = 6 }, [Frame] },
        { "negative revision", Before with { Revision = -1 }, After with { Revision = 0 }, [Frame] },
        { "head without frame", Before, After, [] },
        { "frame without head", Before, After with { HeadSeq = 10 }, [Frame] },
        { "gap", Before, After with { HeadSeq = 12 }, [Frame with { Seq = 12 }] },
        { "two of one seq", Before, After with { HeadSeq = 12, RetainedBytes = 56 }, [Frame, Frame] },
        { "time falls", Before, After with { LastTimestampMs = 999 }, [Frame with { TimestampMs = 999 }] },
        { "wrong last time", Before, After with { LastTimestampMs = 1_002 }, [Frame] },
        { "empty frame", Before, After with { RetainedBytes = 50 }, [Frame with { Json = default }] },
        { "oldest falls", Before, After with { OldestSeq = 5 }, [Frame] },
        { "oldest past the head", Before, After with { OldestSeq = 13, RetainedBytes = 0 }, [Frame] },
        { "bytes too many", Before, After with { RetainedBytes = 54 }, [Frame] },
        { "bytes too few", Before, After with { RetainedBytes = 52 }, [Frame] },
        { "bytes grow by trimming", Before, After with { OldestSeq = 7, RetainedBytes = 54 }, [Frame] },
        { "bytes of nothing", Before, After with { OldestSeq = 12, RetainedBytes = 1 }, [Frame] },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Check_Contradiction_Throws(string contradiction, UserHead expected, UserHead next, StoredFrame[] frames)
    {
        Assert.NotEmpty(contradiction);
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Commit(expected, next, frames)));
    }

    public static TheoryData<UserHead, UserHead, StoredFrame[]> ConsistentCommits => new()
    {
        { Before, After, [Frame] },
        { Before, After with { OldestSeq = 9, RetainedBytes = 20 }, [Frame] },
        { Before, After with { OldestSeq = 12, RetainedBytes = 0 }, [Frame] },
        { UserHead.Empty(Epoch), new UserHead(Epoch, 1, 1, 1, 5, 3), [new StoredFrame(1, 5, Frame.Json)] },
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
        new() { User = UserId.Parse("ada"), Expected = expected, Next = next, Frames = frames };

    private static UserCommit Sessions(SessionRecord[] write, ClientId[] forget) => new()
    {
        User = UserId.Parse("ada"),
        Expected = Before,
        Next = Before with { Revision = 5 },
        SessionsToWrite = write,
        SessionsToForget = forget,
    };
}
