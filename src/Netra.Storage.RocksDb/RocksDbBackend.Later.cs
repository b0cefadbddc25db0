using Netra.Protocol;

namespace Netra.Storage.RocksDb;

public sealed partial class RocksDbBackend
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DeduplicationRecord>>([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<UserId>>([]);
}
