using Netra.Protocol;

namespace Netra.Storage;

/// <summary>What a user's log says of itself.</summary>
/// <param name="Epoch">The history that the seqs count in. One for the whole store; it changes only when the store lost history.</param>
/// <param name="Revision">
/// Names the commit that made this head: a random number of its writer's, 0 for a user never seen. Every commit is conditional on it. It is
/// not a counter: with one, the second of two pipelined commits could pass the fence after another writer took the first one's place.
/// </param>
/// <param name="HeadSeq">The last seq given; 0 before the first.</param>
/// <param name="OldestSeq">The lowest retained place, a frame or a hole; 0 while nothing is stored. Raised by a limit alone.</param>
/// <param name="LastTimestampMs">The timestamp of the last frame, Unix milliseconds; 0 before the first.</param>
/// <param name="RetainedBytes">The sum of the sizes of the retained frames' JSON, in bytes.</param>
public readonly record struct UserHead(
    Epoch Epoch, long Revision, long HeadSeq, long OldestSeq, long LastTimestampMs, long RetainedBytes)
{
    /// <summary>How many frames are retained, holes not counted.</summary>
    public long FrameCount { get; init; }

    /// <summary>How many holes are retained: places of expired and revoked frames.</summary>
    public long HoleCount { get; init; }

    /// <summary>How many retained frames have a priority other than normal or an end.</summary>
    public long MarkedCount { get; init; }

    /// <summary>The timestamp of the place <see cref="OldestSeq"/>, Unix milliseconds; 0 while nothing is stored.</summary>
    public long OldestTimestampMs { get; init; }

    /// <summary>The version of the state; 0 before the first change.</summary>
    public long StateVersion { get; init; }

    /// <summary>The version of the stored snapshot of the state; the changes above it are stored one by one.</summary>
    public long StateSnapshotVersion { get; init; }

    /// <summary>How many dead letters are kept.</summary>
    public long DeadLetterCount { get; init; }

    /// <summary>How many work records are kept.</summary>
    public long WorkCount { get; init; }

    /// <summary>The last number given to a work record; 0 before the first.</summary>
    public long LastWorkNumber { get; init; }

    /// <summary>Tokens issued in this second or before, or at a time unknown, are refused, Unix seconds; 0: none are. Never falls.</summary>
    public long TokensRevokedUpToS { get; init; }

    /// <summary>How many <see cref="RevokedTokenRecord"/>s are kept.</summary>
    public long RevokedTokenCount { get; init; }

    /// <summary>Everything below is not retained, also while nothing is: then it is the next seq.</summary>
    public long FirstRetainedSeq => OldestSeq == 0 ? HeadSeq + 1 : OldestSeq;

    /// <summary>Whether every seq from the oldest to the head is a frame of normal priority without an end.</summary>
    public bool IsPlain => MarkedCount == 0 && HoleCount == 0 && FrameCount == Span;

    /// <summary>Whether every seq from the oldest to the head is a place: no frame fell out of its order.</summary>
    public bool IsGapless => FrameCount + HoleCount == Span;

    /// <summary>Whether the fields can be true together: checked of every head that is written, and of every head that is read.</summary>
    public bool IsConsistent => (Revision != 0 || this == Empty(Epoch)) && IsInRange && HasPlausiblePlaces
        && StateSnapshotVersion <= StateVersion && WorkCount <= LastWorkNumber && DeadLetterCount <= HeadSeq;

    private bool IsInRange => this is
    {
        HeadSeq: >= 0 and < long.MaxValue, OldestSeq: >= 0, LastTimestampMs: >= 0, OldestTimestampMs: >= 0, RetainedBytes: >= 0,
        FrameCount: >= 0, HoleCount: >= 0, MarkedCount: >= 0, DeadLetterCount: >= 0, WorkCount: >= 0,
        TokensRevokedUpToS: >= 0, RevokedTokenCount: >= 0,
        StateSnapshotVersion: >= 0, StateVersion: < long.MaxValue, LastWorkNumber: < long.MaxValue,
    };

    private bool HasPlausiblePlaces => OldestSeq == 0
        ? this is { FrameCount: 0, HoleCount: 0, MarkedCount: 0, RetainedBytes: 0, OldestTimestampMs: 0 }
        : OldestSeq <= HeadSeq && OldestTimestampMs <= LastTimestampMs
            && FrameCount <= Span && HoleCount <= Span - FrameCount && FrameCount + HoleCount > 0
            && MarkedCount <= FrameCount && RetainedBytes >= FrameCount && (FrameCount > 0 || RetainedBytes == 0);

    private long Span => HeadSeq - FirstRetainedSeq + 1;

    /// <summary>The head of a user that the store has never seen.</summary>
    public static UserHead Empty(Epoch epoch) => new(epoch, 0, 0, 0, 0, 0);
}
