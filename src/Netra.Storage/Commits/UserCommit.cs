using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// One change of one user's log: all of it becomes durable, or none. Conditional on the epoch and the revision of
/// <see cref="Expected"/>, so that of two writers one loses (fencing).
/// </summary>
public sealed class UserCommit
{
    /// <summary>The user whose log changes.</summary>
    public required UserId User { get; init; }

    /// <summary>The head record that the writer takes for the present one.</summary>
    public required UserHead Expected { get; init; }

    /// <summary>
    /// The head record after this commit: the same epoch, a <c>Revision</c> of its own, <c>HeadSeq</c> that of the last frame (unchanged
    /// without frames), <c>OldestSeq</c> never lower than before. Frames below its <c>OldestSeq</c> are deleted by this commit.
    /// </summary>
    public required UserHead Next { get; init; }

    /// <summary>New frames: contiguous seqs from <c>Expected.HeadSeq + 1</c> to <c>Next.HeadSeq</c>.</summary>
    public IReadOnlyList<StoredFrame> Frames { get; init; } = [];

    /// <summary>Sessions to write, each replacing the record of the same client id.</summary>
    public IReadOnlyList<SessionRecord> SessionsToWrite { get; init; } = [];

    /// <summary>Sessions to forget.</summary>
    public IReadOnlyList<ClientId> SessionsToForget { get; init; } = [];
}
