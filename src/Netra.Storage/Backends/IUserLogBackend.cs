using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// A place that keeps the logs: RocksDB, a database, memory. The group committer calls <see cref="CommitAsync"/> with one group at a time;
/// the reads may run beside it and beside each other.
/// </summary>
public interface IUserLogBackend : IAsyncDisposable
{
    /// <summary>As <see cref="IUserLog.LoadAsync"/>.</summary>
    ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a group in one atomic, flushed transaction and puts each commit's outcome at its index. The commits of one user are in order, and each sees what the
    /// earlier ones of the group did. One commit's conflict never fails another's, nor does
    /// one whose frame to copy or to erase is missing or damaged (<see cref="CommitOutcome.Damaged"/>).
    /// </summary>
    /// <exception cref="StorageUnavailableException">Nothing is known to be written.</exception>
    ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>As <see cref="IUserLog.ReadAsync"/>.</summary>
    ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken);

    /// <summary>As <see cref="IUserLog.ReadEntriesAsync"/>.</summary>
    ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>As <see cref="IUserLog.ReadDeadLettersAsync"/>.</summary>
    ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken);

    /// <summary>As <see cref="IUserLog.ReadDeduplicationAsync"/>.</summary>
    ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>As <see cref="IUserLog.FindUsersWithWorkAsync"/>.</summary>
    ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken);
}
