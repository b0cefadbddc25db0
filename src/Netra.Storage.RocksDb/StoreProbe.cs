using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>Asks the store whether it serves: whether it can be read, and whether it takes writes.</summary>
/// <remarks>
/// Failure policy: after a failed write the store does not serve until it is opened anew, which a question does too. So it serves again by itself when its
/// disk has space, also where nobody writes because it did not serve. One question is under way at most, on a thread of its own: it may wait for the disk.
/// </remarks>
internal sealed class StoreProbe(RocksDbBackend backend, DatabaseSlot slot) : IStoragePart
{
    private static readonly UserId Probe = UserId.Parse("netra-health-probe");

    private readonly Lock _gate = new();
    private Task? _probing;

    public string Name => "rocksdb";

    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_probing is not { IsCompleted: false }) _probing = Task.Run(AskAsync, CancellationToken.None);
            return _probing.WaitAsync(cancellationToken);
        }
    }

    private async Task AskAsync()
    {
        slot.Enter(forWriting: true).Dispose();
        await backend.LoadAsync(Probe, CancellationToken.None);
    }
}
