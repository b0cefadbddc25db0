using Netra.Protocol;
using Netra.Storage;

namespace Netra.Cluster.Tests;

/// <summary>One silo's connection to the store of the cluster: closing it leaves the store open.</summary>
internal sealed class SharedBackend(IUserLogBackend store) : IUserLogBackend
{
    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) => store.LoadAsync(user, cancellationToken);

    public ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken) =>
        store.CommitAsync(group, outcomes, cancellationToken);

    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken) =>
        store.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken) =>
        store.ReadEntriesAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken) =>
        store.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);

    public ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken) =>
        store.ReadDeduplicationAsync(user, cancellationToken);

    public ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken) =>
        store.FindUsersWithWorkAsync(after, maxUsers, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
