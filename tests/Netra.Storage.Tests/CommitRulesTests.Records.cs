using Netra.Protocol;

namespace Netra.Storage.Tests;

public sealed partial class CommitRulesTests
{
    private static readonly DeadLetterToAdd Letter = new(6, DeadLetterReason.Age, 5);
    private static readonly DeadLetterToAdd NewLetter = new(11, DeadLetterReason.HandlerFailed, 5, "x"u8.ToArray());
    private static readonly StateChangeRecord Change = new(8, StateChangeKind.Patch, "{}"u8.ToArray());
    private static readonly DeduplicationRecord Accepted = new(new DeduplicationKey(DeduplicationSpace.Client, "id"), 10, 5);

    [Fact]
    public void Check_DeadLettersThatFollow_HaveNoFault()
    {
        Assert.Null(Record.Exception(() => CommitRules.Check(Letters([Letter, NewLetter], [3], 3))));
        Assert.Null(Record.Exception(() => CommitRules.Check(Letters([], [3, 4], 0))));
    }

    public static TheoryData<DeadLetterToAdd[], long[], int> WrongLetters => new()
    {
        { [Letter, NewLetter], [3], 4 },
        { [NewLetter, Letter], [3], 3 },
        { [Letter, Letter], [3], 3 },
        { [Letter with { Seq = 5 }], [], 3 },
        { [Letter with { Seq = 7 }], [], 3 },
        { [Letter with { Reason = 0 }], [], 3 },
        { [Letter with { Reason = (DeadLetterReason)6 }], [], 3 },
        { [Letter with { AtMs = -1 }], [], 3 },
        { [Letter with { Json = NewLetter.Json }], [], 3 },
        { [NewLetter with { Json = default }], [], 3 },
        { [NewLetter with { Seq = 12 }], [], 3 },
        { [], [0], 1 },
        { [], [11], 1 },
        { [], [4, 3], 0 },
        { [], [3, 3], 0 },
        { [], [3, 4, 5], -1 },
        { [Letter], [6], 2 },
    };

    [Theory]
    [MemberData(nameof(WrongLetters))]
    public void Check_DeadLettersWrong_Throws(DeadLetterToAdd[] add, long[] forget, int count) =>
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Letters(add, forget, count)));

    [Fact]
    public void Check_DeadLetterBesideANewFrame_Throws() => Assert.Throws<ArgumentException>(() => CommitRules.Check(new UserCommit
    {
        User = Ada,
        Expected = Before,
        Next = After with { DeadLetterCount = 3 },
        Frames = [Frame],
        DeadLettersToAdd = [NewLetter],
    }));

    public static TheoryData<StateChangeRecord[], long?, long, long> States => new()
    {
        { [], null, 7, 5 },
        { [Change, Change with { Version = 9 }], null, 9, 5 },
        { [], 6, 7, 6 },
        { [], 7, 7, 7 },
        { [Change], 8, 8, 8 },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Check_StateThatFollows_HasNoFault(StateChangeRecord[] changes, long? snapshot, long version, long snapshotVersion) =>
        Assert.Null(Record.Exception(() => CommitRules.Check(State(changes, snapshot, version, snapshotVersion))));

    public static TheoryData<StateChangeRecord[], long?, long, long> WrongStates => new()
    {
        { [], null, 8, 5 },
        { [], null, 6, 5 },
        { [Change], null, 7, 5 },
        { [Change with { Version = 9 }], null, 9, 5 },
        { [Change, Change], null, 9, 5 },
        { [Change with { Kind = 0 }], null, 8, 5 },
        { [Change with { Kind = (StateChangeKind)4 }], null, 8, 5 },
        { [Change with { Json = default }], null, 8, 5 },
        { [], null, 7, 6 },
        { [], 5, 7, 5 },
        { [], 8, 7, 8 },
        { [], 6, 7, 5 },
        { [Change], 9, 8, 9 },
    };

    [Theory]
    [MemberData(nameof(WrongStates))]
    public void Check_StateWrong_Throws(StateChangeRecord[] changes, long? snapshot, long version, long snapshotVersion) =>
        Assert.Throws<ArgumentException>(() => CommitRules.Check(State(changes, snapshot, version, snapshotVersion)));

    [Fact]
    public void Check_SnapshotEmpty_Throws() => Assert.Throws<ArgumentException>(() => CommitRules.Check(new UserCommit
    {
        User = Ada,
        Expected = Before,
        Next = Same with { StateSnapshotVersion = 6 },
        StateSnapshot = new StateSnapshotRecord(6, default),
    }));

    public static TheoryData<DeduplicationRecord[], DeduplicationKey[]> WrongDeduplications => new()
    {
        { [Accepted, Accepted with { AtMs = 6 }], [] },
        { [Accepted], [Accepted.Key] },
        { [], [Accepted.Key, Accepted.Key] },
        { [Accepted with { Seq = 11 }], [] },
        { [Accepted with { Seq = -1 }], [] },
        { [Accepted with { AtMs = -1 }], [] },
        { [default], [] },
        { [], [default] },
        { [Accepted with { Key = Accepted.Key with { Space = (DeduplicationSpace)4 } }], [] },
        { [Accepted with { Key = Accepted.Key with { Id = "" } }], [] },
        { [Accepted with { Key = Accepted.Key with { Id = new string('x', 129) } }], [] },
    };

    [Theory]
    [MemberData(nameof(WrongDeduplications))]
    public void Check_DeduplicationWrong_Throws(DeduplicationRecord[] write, DeduplicationKey[] forget) =>
        Assert.Throws<ArgumentException>(() => CommitRules.Check(Deduplication(write, forget)));

    [Fact]
    public void Check_DeduplicationIdWithHalfASurrogatePair_Throws() => Assert.ThrowsAny<ArgumentException>(
        () => CommitRules.Check(Deduplication([], [new(DeduplicationSpace.Client, "\ud800")])));

    [Fact]
    public void Check_DeduplicationOfSeveralSpaces_HasNoFault() => Assert.Null(Record.Exception(
        () => CommitRules.Check(Deduplication([Accepted], [Accepted.Key with { Space = DeduplicationSpace.Outbox }]))));

    public static TheoryData<long[], long[], long, long> Works => new()
    {
        { [], [], 3, 9 },
        { [10, 11], [], 5, 11 },
        { [2, 10, 1], [3], 3, 10 },
        { [], [9, 1, 4], 0, 9 },
    };

    [Theory]
    [MemberData(nameof(Works))]
    public void Check_WorkThatFollows_HasNoFault(long[] write, long[] forget, long count, long last) =>
        Assert.Null(Record.Exception(() => CommitRules.Check(WorkCommit(write, forget, count, last))));

    public static TheoryData<long[], long[], long, long> WrongWorks => new()
    {
        { [], [], 4, 9 },
        { [], [], 3, 10 },
        { [11], [], 4, 11 },
        { [11, 10], [], 5, 11 },
        { [10, 10], [], 5, 11 },
        { [10], [], 4, 9 },
        { [10], [10], 3, 10 },
        { [0], [], 3, 9 },
        { [2, 2], [], 3, 9 },
        { [2], [2], 2, 9 },
        { [], [2, 2], 1, 9 },
        { [], [0], 2, 9 },
        { [1, 2, 3, 4], [], 3, 9 },
        { [1, 2], [3, 4], 1, 9 },
    };

    [Theory]
    [MemberData(nameof(WrongWorks))]
    public void Check_WorkWrong_Throws(long[] write, long[] forget, long count, long last) =>
        Assert.Throws<ArgumentException>(() => CommitRules.Check(WorkCommit(write, forget, count, last)));

    [Fact]
    public void Check_WorkEmpty_Throws() => Assert.Throws<ArgumentException>(() => CommitRules.Check(new UserCommit
    {
        User = Ada,
        Expected = Before,
        Next = Same with { WorkCount = 4, LastWorkNumber = 10 },
        WorkToWrite = [new WorkRecord(10, default)],
    }));

    /// <summary>Place 6 falls, and 11 is a new hole.</summary>
    private static UserCommit Letters(DeadLetterToAdd[] add, long[] forget, int count) => new()
    {
        User = Ada,
        Expected = Before,
        Next = Same with
        {
            HeadSeq = 11,
            LastTimestampMs = 1_001,
            OldestSeq = 7,
            OldestTimestampMs = 950,
            FrameCount = 3,
            HoleCount = 2,
            RetainedBytes = 40,
            DeadLetterCount = count,
        },
        Frames = [Hole],
        DeadLettersToAdd = add,
        DeadLettersToForget = forget,
    };

    private static UserCommit State(StateChangeRecord[] changes, long? snapshot, long version, long snapshotVersion) => new()
    {
        User = Ada,
        Expected = Before,
        Next = Same with { StateVersion = version, StateSnapshotVersion = snapshotVersion },
        StateChanges = changes,
        StateSnapshot = snapshot is { } at ? new StateSnapshotRecord(at, "{}"u8.ToArray()) : null,
    };

    private static UserCommit Deduplication(DeduplicationRecord[] write, DeduplicationKey[] forget) => new()
    {
        User = Ada,
        Expected = Before,
        Next = Same,
        DeduplicationToWrite = write,
        DeduplicationToForget = forget,
    };

    private static UserCommit WorkCommit(long[] write, long[] forget, long count, long last) => new()
    {
        User = Ada,
        Expected = Before,
        Next = Same with { WorkCount = count, LastWorkNumber = last },
        WorkToWrite = [.. write.Select(number => new WorkRecord(number, "x"u8.ToArray()))],
        WorkToForget = forget,
    };
}
