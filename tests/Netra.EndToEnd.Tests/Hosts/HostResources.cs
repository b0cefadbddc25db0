namespace Netra.EndToEnd.Tests;

/// <summary>What a process holds, as the system counts it: open files and sockets, and threads.</summary>
public sealed record HostResources(int Handles, int Threads)
{
    public static HostResources Of(int processId) => new(
        Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Count(), Directory.EnumerateDirectories($"/proc/{processId}/task").Count());
}
