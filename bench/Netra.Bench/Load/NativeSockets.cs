using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Netra.Bench;

/// <summary>The system's calls on sockets, without a task or an event of the runtime between. A socket may then not be used asynchronously elsewhere.</summary>
internal static unsafe partial class NativeSockets
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int TryAgain = 11;
    private const int Interrupted = 4;
    private const int Nothing = -1;
    private const int Again = -2;
    private const int BrokenPipe = 32;
    private const int ConnectionReset = 104;

    /// <summary>Reads what is there. 0: the connection has ended. Below 0: nothing is there.</summary>
    public static int Receive(int socket, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var received = Receive(socket, start, (nuint)buffer.Length, DontWait);
            return received >= 0 ? (int)received : OutcomeOf(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Sends all of it, and waits while the socket takes nothing. False: the connection has ended.</summary>
    /// <exception cref="BenchException">It took nothing for as long as <see cref="Loopback.SendTimeout"/>.</exception>
    public static bool Send(int socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = Send(socket, bytes, NoSignal);
            if (sent == 0) return false;
            if (sent == Nothing) throw new BenchException($"The server has read nothing for {Loopback.SendTimeout.TotalSeconds} s.");
            if (sent > 0) bytes = bytes[sent..];
        }

        return true;
    }

    /// <summary>Sends it, unless the socket takes nothing now: then nothing of it is sent. What has begun is sent to its end.</summary>
    public static void TrySend(int socket, ReadOnlySpan<byte> bytes)
    {
        var sent = Send(socket, bytes, NoSignal | DontWait);
        if (sent > 0 && sent < bytes.Length) Send(socket, bytes[sent..]);
    }

    private static int Send(int socket, ReadOnlySpan<byte> bytes, int flags)
    {
        fixed (byte* start = bytes)
        {
            var sent = Send(socket, start, (nuint)bytes.Length, flags);
            return sent >= 0 ? (int)sent : OutcomeOf(Marshal.GetLastPInvokeError());
        }
    }

    private static int OutcomeOf(int error) => error switch
    {
        TryAgain => Nothing,
        Interrupted => Again,
        BrokenPipe or ConnectionReset => 0,
        _ => throw new Win32Exception(error),
    };

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Send(int socket, byte* buffer, nuint length, int flags);
}
