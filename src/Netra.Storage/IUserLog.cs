using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// The durable log of every user of this silo: what user grains write to and read from. Thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: a commit is acknowledged only when it is on durable storage. When storage fails, the call throws
/// <see cref="StorageUnavailableException"/> and whether the commit was written is not known: the caller loads anew before it goes on.
/// </remarks>
public interface IUserLog
{
    /// <summary>Reads a user's head record and sessions. A user never seen has an empty head in the store's epoch.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">What was read is not what was written.</exception>
    ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a commit durable, in one flush with whatever else is waiting. Commits of one user take effect in the order of these calls;
    /// several may be under way: each expects the head that the one before it leaves.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage failed; the commit may or may not have been written.</exception>
    /// <exception cref="ArgumentException">The commit contradicts itself (see <see cref="UserCommit"/>).</exception>
    Task<CommitOutcome> CommitAsync(UserCommit commit);

    /// <summary>
    /// Reads retained frames from <paramref name="fromSeq"/> to <paramref name="toSeq"/>, both inclusive, in order, until
    /// <paramref name="maxFrames"/> or <paramref name="maxBytes"/> is reached; at least one frame when there is one. Frames that a commit has
    /// deleted are left out; the rest is contiguous.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">A frame is missing inside the retained run, or is damaged.</exception>
    ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken);
}
