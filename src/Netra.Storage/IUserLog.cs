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
    /// <summary>Reads a user's head record, sessions, state and work. A user never seen has an empty head in the store's epoch.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">What was read is not what was written.</exception>
    ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken);

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

    /// <summary>
    /// Reads retained places from <paramref name="fromSeq"/> to <paramref name="toSeq"/>, both inclusive, in order, until
    /// <paramref name="maxFrames"/> or <paramref name="maxBytes"/> of JSON is reached; at least one when there is one. Holes come too. Between the
    /// oldest and the head, what is missing fell to a limit.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">A frame is damaged, or a log without gaps has one.</exception>
    ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Reads what is known of every retained place, in order, without the JSON.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">A record is damaged, or the places are not those that the head counts.</exception>
    ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Reads dead letters above <paramref name="afterSeq"/>, in order, until a bound is reached; at least one when there is one.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">A record is damaged.</exception>
    ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Reads all deduplication records of a user, in no order.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">A record is damaged.</exception>
    ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>
    /// Finds users that have work left, in an order of the store's own, after <paramref name="after"/> (null: from the first). An empty answer is the end.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken);
}
