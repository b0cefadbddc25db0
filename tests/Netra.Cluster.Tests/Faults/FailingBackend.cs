using Netra.Protocol;
using Netra.Storage;

namespace Netra.Cluster.Tests;

/// <summary>The one store of a cluster, which fails or holds its answers back while the test says so.</summary>
internal sealed class FailingBackend() : PassingBackend(new InMemoryBackend())
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    public bool IsFailing { get; set; }

    /// <summary>Which read of frames waits until <see cref="ReleaseRead"/>, counted from 1; 0: none.</summary>
    public int HeldRead { get; set; }

    /// <summary>Ends when the held read waits.</summary>
    public Task ReadHeld => _entered.Task;

    public void ReleaseRead() => _released.SetResult();

    public override ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken)
    {
        Check();
        return base.LoadAsync(user, cancellationToken);
    }

    public override ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        Check();
        return base.CommitAsync(group, outcomes, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken)
    {
        Check();
        if (Interlocked.Increment(ref _reads) == HeldRead)
        {
            _entered.SetResult();
            await _released.Task.WaitAsync(cancellationToken);
        }

        return await base.ReadAsync(user, fromSeq, toSeq, maxFrames, maxBytes, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken)
    {
        Check();
        return base.ReadEntriesAsync(user, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<DeadLetterRecord>> ReadDeadLettersAsync(
        UserId user, long afterSeq, int maxRecords, int maxBytes, CancellationToken cancellationToken)
    {
        Check();
        return base.ReadDeadLettersAsync(user, afterSeq, maxRecords, maxBytes, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<DeduplicationRecord>> ReadDeduplicationAsync(UserId user, CancellationToken cancellationToken)
    {
        Check();
        return base.ReadDeduplicationAsync(user, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<UserId>> FindUsersWithWorkAsync(UserId? after, int maxUsers, CancellationToken cancellationToken)
    {
        Check();
        return base.FindUsersWithWorkAsync(after, maxUsers, cancellationToken);
    }

    public override ValueTask DisposeAsync() => Inner.DisposeAsync();

    private void Check()
    {
        if (IsFailing) throw new StorageUnavailableException("The store is down.");
    }
}
