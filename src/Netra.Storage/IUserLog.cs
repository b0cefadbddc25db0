namespace Netra.Storage;

/// <summary>
/// The durable log of every user of this silo: what user grains write to and read from. Thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: a commit is acknowledged only when it is on durable storage. When storage fails, the call throws
/// <see cref="StorageUnavailableException"/> and whether the commit was written is not known: the caller loads anew before it goes on.
/// </remarks>
public interface IUserLog : IUserLogReader
{
    /// <summary>
    /// Makes a commit durable, in one flush with whatever else is waiting. Commits of one user take effect in the order of these calls;
    /// several may be under way: each expects the head that the one before it leaves.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage failed; the commit may or may not have been written.</exception>
    /// <exception cref="StorageDamagedException">
    /// A retained frame that the commit copies into a dead letter or erases is missing or damaged; nothing of it was written.
    /// </exception>
    /// <exception cref="ArgumentException">The commit contradicts itself (see <see cref="UserCommit"/>).</exception>
    Task<CommitOutcome> CommitAsync(UserCommit commit);
}
