using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Netra.Host;

/// <summary>Ends the process at once when it is asked to end a second time. The first time is the host's own.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "A token source without a timer holds nothing to dispose, and a signal must not meet a disposed one.")]
internal sealed class SecondSignal : IDisposable
{
    private const int SignalBase = 128;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly PosixSignalRegistration[] _registrations;
    private readonly CancellationTokenSource _first = new();
    private int _signals;

    public SecondSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Count(context, Terminate)),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Count(context, Interrupt)),
    ];

    /// <summary>Whether the process was asked to end.</summary>
    public bool HasFirst => Volatile.Read(ref _signals) > 0;

    /// <summary>Cancelled when the process was asked to end.</summary>
    public CancellationToken First => _first.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Count(PosixSignalContext context, int signal)
    {
        // While the host is being put together nobody else takes the signal, and it would end the process on the spot.
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) < 2)
        {
            // Not on this thread: what waits for it goes on there.
            _ = _first.CancelAsync();
            return;
        }

        // What was accepted is on durable storage: nothing has to be finished.
        Console.Error.WriteLine("Netra ends at once: it was asked to a second time.");
        Environment.Exit(SignalBase + signal);
    }
}
