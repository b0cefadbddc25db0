using Netra.Protocol;

namespace Netra.Storage;

/// <summary>
/// A place that keeps the logs: RocksDB, databases, memory. For each lane a group committer calls <see cref="CommitAsync"/> with one group at a time;
/// lanes and reads may run beside each other.
/// </summary>
public interface IUserLogBackend : IUserLogReader, IAsyncDisposable
{
    /// <summary>How many groups can be written beside each other: what one waits for, the others do not.</summary>
    int LaneCount => 1;

    /// <summary>The lane of a user, below <see cref="LaneCount"/>; always the same one.</summary>
    int LaneOf(UserId user) => 0;

    /// <summary>What of it can fail alone, and can be asked whether it serves. None: what holds for one user holds for all.</summary>
    IReadOnlyList<IStoragePart> Parts => [];

    /// <summary>
    /// Writes a group, all of it of one lane, in one atomic, flushed transaction, and puts each commit's outcome at its index. A group of several
    /// lanes is several transactions. The commits of one user are in order, and each sees what the
    /// earlier ones of the group did. One commit's conflict never fails another's, nor does
    /// one whose frame to copy or to erase is missing or damaged (<see cref="CommitOutcome.Damaged"/>), nor
    /// one that can't be written now for a reason of its user (<see cref="CommitOutcome.Unavailable"/>).
    /// </summary>
    /// <exception cref="StorageUnavailableException">Nothing is known to be written.</exception>
    ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken);
}
