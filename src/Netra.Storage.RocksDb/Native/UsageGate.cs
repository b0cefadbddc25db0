namespace Netra.Storage.RocksDb;

/// <summary>Counts those who are inside the native library, so that closing waits for them: it would crash on a closed database.</summary>
internal sealed class UsageGate
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private bool _closed;

    /// <summary>False when the gate is closed. Each true is followed by one <see cref="Exit"/>.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_closed) return false;
            _inside++;
            return true;
        }
    }

    public void Exit()
    {
        lock (_gate)
        {
            if (--_inside == 0 && _closed) _empty.TrySetResult();
        }
    }

    /// <summary>Lets nobody in any more. The task ends when the last one is out.</summary>
    public Task Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_inside == 0) _empty.TrySetResult();
        }

        return _empty.Task;
    }
}
