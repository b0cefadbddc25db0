using Netra.Protocol;
using Netra.Storage;

namespace Netra.Faults.Bugs;

/// <summary>A store that does what another one does.</summary>
internal abstract class PassingBackend(IUserLogBackend inner) : IUserLogBackend
{
    public int LaneCount => inner.LaneCount;

    protected IUserLogBackend Inner => inner;

    public int LaneOf(UserId user) => inner.LaneOf(user);

    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) => inner.LoadAsync(user, cancellationToken);

    public abstract ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken);

    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) => inner.ReadEntriesAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        inner.ReadDeduplicationAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken) =>
        inner.FindUsersWithWorkAsync(after, maxUsers, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
