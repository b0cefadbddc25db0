using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Passes everything on; the doubles put their faults in between.</summary>
internal abstract class PassingLog(IUserLog inner) : IUserLog
{
    public virtual ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) => inner.LoadAsync(user, cancellationToken);

    public virtual Task<CommitOutcome> CommitAsync(UserCommit commit) => inner.CommitAsync(commit);

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
}
