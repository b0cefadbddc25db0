using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// One change of one user's log: all of it becomes durable, or none. Conditional on the whole <see cref="Expected"/> head, so that of two
/// writers one loses (fencing).
/// </summary>
public sealed class UserCommit
{
    /// <summary>The user whose log changes.</summary>
    public required UserId User { get; init; }

    /// <summary>The head record that the writer takes for the present one.</summary>
    public required UserHead Expected { get; init; }

    /// <summary>
    /// The head record after this commit: the same epoch, a <c>Revision</c> of its own, <c>HeadSeq</c> that of the last frame (unchanged
    /// without frames), <c>FirstRetainedSeq</c> never lower than before. Places below its <c>FirstRetainedSeq</c> are deleted by this commit.
    /// Its counts follow from what the commit adds and removes.
    /// </summary>
    public required UserHead Next { get; init; }

    /// <summary>
    /// New places: contiguous seqs from <c>Expected.HeadSeq + 1</c> to <c>Next.HeadSeq</c>. Frames, or holes for messages that never become one.
    /// </summary>
    public IReadOnlyList<StoredFrame> Frames { get; init; } = [];

    /// <summary>
    /// Retained places above <c>Next.FirstRetainedSeq</c> that are deleted, ascending: they fell to a limit, out of their order. What is missing
    /// between the oldest and the head fell this way.
    /// </summary>
    public IReadOnlyList<long> FramesToRemove { get; init; } = [];

    /// <summary>Retained frames, at or above <c>Next.FirstRetainedSeq</c> and not new, that become holes, ascending.</summary>
    public IReadOnlyList<FrameHole> FramesToErase { get; init; } = [];

    /// <summary>
    /// Dead letters to keep, ascending by seq: of frames that this commit trims, removes or erases (without JSON), and of messages that never become
    /// a frame (with JSON; their places are new holes).
    /// </summary>
    public IReadOnlyList<DeadLetterToAdd> DeadLettersToAdd { get; init; } = [];

    /// <summary>Dead letters to delete, ascending; each was there before the commit.</summary>
    public IReadOnlyList<long> DeadLettersToForget { get; init; } = [];

    /// <summary>Sessions to write, each replacing the record of the same client id.</summary>
    public IReadOnlyList<SessionRecord> SessionsToWrite { get; init; } = [];

    /// <summary>Sessions to forget.</summary>
    public IReadOnlyList<ClientId> SessionsToForget { get; init; } = [];

    /// <summary>Changes of the state: contiguous versions from <c>Expected.StateVersion + 1</c> to <c>Next.StateVersion</c>.</summary>
    public IReadOnlyList<StateChangeRecord> StateChanges { get; init; } = [];

    /// <summary>
    /// A new snapshot of the state, at a version up to <c>Next.StateVersion</c> and above <c>Expected.StateSnapshotVersion</c>; the changes up to it are deleted, also
    /// those of this commit. Null keeps the one before.
    /// </summary>
    public StateSnapshotRecord? StateSnapshot { get; init; }

    /// <summary>Deduplication records to write, each replacing the one of the same key.</summary>
    public IReadOnlyList<DeduplicationRecord> DeduplicationToWrite { get; init; } = [];

    /// <summary>Deduplication records to delete, none of them written too. One that is not there is no fault.</summary>
    public IReadOnlyList<DeduplicationKey> DeduplicationToForget { get; init; } = [];

    /// <summary>Revoked tokens to remember, each replacing the record of the same id.</summary>
    public IReadOnlyList<RevokedTokenRecord> RevokedTokensToWrite { get; init; } = [];

    /// <summary>The ids of revoked tokens to forget, none of them written too; each was there before the commit.</summary>
    public IReadOnlyList<string> RevokedTokensToForget { get; init; } = [];

    /// <summary>Work records to write: the numbers above <c>Expected.LastWorkNumber</c> in order, or one that is there and is replaced.</summary>
    public IReadOnlyList<WorkRecord> WorkToWrite { get; init; } = [];

    /// <summary>Work records to delete; each was there before the commit, which names each number once.</summary>
    public IReadOnlyList<long> WorkToForget { get; init; } = [];

    /// <summary>How many commits were written in one flush with it, itself among them; 0 while it is not written. For telling alone.</summary>
    public int GroupSize { get; set; }

    /// <summary>Whether it changes nothing but the head, new places and those below its oldest, as most commits do.</summary>
    public bool IsPlain => this is
    {
        FramesToRemove.Count: 0, FramesToErase.Count: 0, DeadLettersToAdd.Count: 0, DeadLettersToForget.Count: 0, SessionsToWrite.Count: 0,
        SessionsToForget.Count: 0, StateChanges.Count: 0, StateSnapshot: null, DeduplicationToWrite.Count: 0, DeduplicationToForget.Count: 0,
        RevokedTokensToWrite.Count: 0, RevokedTokensToForget.Count: 0, WorkToWrite.Count: 0, WorkToForget.Count: 0,
    };
}
