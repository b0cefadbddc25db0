using Netra.Storage;

namespace Netra.Model.Tests;

/// <summary>A store whose next commit fails when the test says so. Closing it leaves the store behind it open: silos come and go over it.</summary>
internal sealed class FaultyBackend(IUserLogBackend store) : PassingBackend(store)
{
    private int _armed;

    /// <summary>Lets the next commit fail.</summary>
    public void Arm(StoreFault fault) => Volatile.Write(ref _armed, (int)fault);

    /// <summary>Takes the fault back; false when a commit had it.</summary>
    public bool TryDisarm() => Interlocked.Exchange(ref _armed, 0) != 0;

    public override async ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        var fault = (StoreFault)Interlocked.Exchange(ref _armed, 0);
        if (fault == StoreFault.Before) throw new StorageUnavailableException("Nothing was written.");
        await Inner.CommitAsync(group, outcomes, cancellationToken);
        if (fault == StoreFault.After) throw new StorageUnavailableException("The answer was lost.");
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
