using Netra.Protocol;
using Netra.Storage;

namespace Netra.Testing;

/// <summary>A store that does what another one does; the doubles put their faults in between. Whether closing it closes the other one is theirs to say.</summary>
internal abstract class PassingBackend(IUserLogBackend inner) : IUserLogBackend
{
    /// <summary>As many as the other one has, unless a double says otherwise.</summary>
    public int LaneCount { get; init; } = inner.LaneCount;

    protected IUserLogBackend Inner => inner;

    public virtual int LaneOf(UserId user) => inner.LaneOf(user);

    public virtual ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) => inner.LoadAsync(user, cancellationToken);

    public virtual ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken) =>
        inner.CommitAsync(group, outcomes, cancellationToken);

    public virtual ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);

    public virtual ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) =>
        inner.ReadEntriesAsync(user, cancellationToken);

    public virtual ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) =>
        inner.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);

    public virtual ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        inner.ReadDeduplicationAsync(user, cancellationToken);

    public virtual ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken) =>
        inner.FindUsersWithWorkAsync(after, maxUsers, cancellationToken);

    public abstract ValueTask DisposeAsync();
}
