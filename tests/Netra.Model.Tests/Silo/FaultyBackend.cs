using Netra.Protocol;
using Netra.Storage;

namespace Netra.Model.Tests;

/// <summary>A store whose next commit fails when the test says so. Closing it leaves the store behind it open: silos come and go over it.</summary>
internal sealed class FaultyBackend(IUserLogBackend store) : IUserLogBackend
{
    private int _armed;

    /// <summary>Lets the next commit fail.</summary>
    public void Arm(StoreFault fault) => Volatile.Write(ref _armed, (int)fault);

    /// <summary>Takes the fault back; false when a commit had it.</summary>
    public bool TryDisarm() => Interlocked.Exchange(ref _armed, 0) != 0;

    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) => store.LoadAsync(user, cancellationToken);

    public async ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        var fault = (StoreFault)Interlocked.Exchange(ref _armed, 0);
        if (fault == StoreFault.Before) throw new StorageUnavailableException("Nothing was written.");
        await store.CommitAsync(group, outcomes, cancellationToken);
        if (fault == StoreFault.After) throw new StorageUnavailableException("The answer was lost.");
    }

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
