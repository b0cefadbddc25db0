namespace Netra.Gateway;

/// <summary>Counts what is open, and tells when nothing is. Thread-safe, without a lock.</summary>
internal sealed class OpenCounter
{
    private int _count;
    private TaskCompletionSource? _empty;

    public int Count => Volatile.Read(ref _count);

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0) Volatile.Read(ref _empty)?.TrySetResult();
    }

    /// <summary>Completes when nothing is open for the first time from now on. Asked for once.</summary>
    public Task EmptyAsync()
    {
        var empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A full fence: whoever leaves behind it sees the source, and whoever left before it is seen here.
        Interlocked.Exchange(ref _empty, empty);
        if (Count == 0) empty.TrySetResult();
        return empty.Task;
    }
}
