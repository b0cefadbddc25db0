using Netra.Protocol;
using Netra.Storage;

namespace Netra.Testing;

/// <summary>Reads from another one.</summary>
internal abstract class PassingReader(IUserLogReader inner) : IUserLogReader
{
    public virtual ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) => inner.LoadAsync(user, cancellationToken);

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
