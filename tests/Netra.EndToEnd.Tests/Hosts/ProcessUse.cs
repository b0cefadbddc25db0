namespace Netra.EndToEnd.Tests;

/// <summary>What a process has in use, as the system counts it.</summary>
/// <param name="Descriptors">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Bytes">Memory.</param>
public sealed record ProcessUse(int Descriptors, int Threads, long Bytes)
{
    public static ProcessUse Of(HostProcess host) => new(
        Directory.GetFileSystemEntries($"/proc/{host.ProcessId}/fd").Length,
        Directory.GetDirectories($"/proc/{host.ProcessId}/task").Length,
        host.WorkingSetBytes);
}
