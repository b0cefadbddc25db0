namespace Netra.Host;

/// <summary>
/// Ends the process when it can't be a member of its cluster any more: most often because the others have declared it dead, after it was silent or cut off.
/// </summary>
/// <remarks>
/// At once, and without a drain: its users' grains live elsewhere by now, whatever it still does is refused by storage, and its clients come back to a process
/// that serves them. The kernel closes its sockets. Orleans' own handler waits two seconds first and ends with a crash dump.
/// </remarks>
internal sealed class FatalErrorExit(TimeProvider time) : IFatalErrorHandler
{
    /// <summary>What an orchestrator sees: not 0, so that it starts the process again, and not 1, with which a start ends that can't succeed.</summary>
    public const int ExitCode = 70;

    /// <summary>For those who run when a process exits, and might hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private ITimer? _impatience;
    private int _isExiting;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _isExiting, 1) != 0) return;
        // Not by a logger: those write behind, and there is no later.
        Console.Error.WriteLine($"Netra ends with {ExitCode}: it can't be a member of its cluster any more. {context} {exception}");
        _impatience = time.CreateTimer(_ => Environment.FailFast("Netra could not exit in time."), null, Patience, Timeout.InfiniteTimeSpan);
        // By a thread of its own: the exit waits for those who run then, who may wait for this one.
        new Thread(() => Environment.Exit(ExitCode)) { IsBackground = true }.Start();
    }
}
