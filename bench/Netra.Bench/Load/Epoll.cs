using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Netra.Bench;

/// <summary>Waits until one of many sockets has something to read (<c>epoll</c>, level-triggered). Wait and look by one thread alone.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int AddOperation = 1;
    private const uint Readable = 1;
    private const int MaxEvents = 512;
    private const int Interrupted = 4;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary><c>struct epoll_event</c> is packed on x64 alone.</summary>
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private static readonly int EventBytes = KeyOffset + sizeof(long);

    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);
    private readonly int _handle;

    public Epoll()
    {
        _handle = Create(0);
        if (_handle < 0) throw new Win32Exception();
    }

    /// <summary>Watches a socket. It is no longer watched when it is closed.</summary>
    public void Add(int socket, int key)
    {
        Span<byte> wanted = stackalloc byte[16];
        wanted.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(wanted, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(wanted[KeyOffset..], key);
        fixed (byte* start = wanted)
        {
            if (Control(_handle, AddOperation, socket, start) != 0) throw new Win32Exception();
        }
    }

    /// <summary>Waits until something can be read or the time is over. Answers how many sockets have something.</summary>
    public int Wait(long nanoseconds)
    {
        var timeout = new TimeSpec(nanoseconds / NanosecondsPerSecond, nanoseconds % NanosecondsPerSecond);
        fixed (byte* events = _events)
        {
            var count = Wait(_handle, events, MaxEvents, &timeout, null);
            if (count >= 0) return count;
            if (Marshal.GetLastPInvokeError() == Interrupted) return 0;
            throw new Win32Exception();
        }
    }

    /// <summary>The key of one of the sockets that have something.</summary>
    public int KeyOf(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((index * EventBytes) + KeyOffset));

    public void Dispose() => _ = Close(_handle);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int handle, int operation, int socket, byte* wanted);

    /// <summary>Its wait is told in nanoseconds; that of <c>epoll_wait</c> in milliseconds, too coarse to send by.</summary>
    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Wait(int handle, byte* events, int maxEvents, TimeSpec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
