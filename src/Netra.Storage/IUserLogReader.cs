using Netra.Protocol;

namespace Netra.Storage;

/// <summary>What can be read of users' logs, over a silo's log as from a store itself. Thread-safe.</summary>
public interface IUserLogReader
{
    /// <summary>Reads a user's head record, sessions, state and work. A user never seen has an empty head in the store's epoch.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer.</exception>
    /// <exception cref="StorageDamagedException">What was read is not what was written.</exception>
    ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken);

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
