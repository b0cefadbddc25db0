namespace Netra.Bench;

/// <summary>The processor time of a database server: of its first process and of those of its sessions that live.</summary>
internal static class ServerCpu
{
    public static double SecondsOf(int processId) => ProcessCpu.SecondsOf(processId) + ChildProcesses.Of(processId).Sum(SecondsOfLiving);

    /// <summary>A session may end between two looks.</summary>
    private static double SecondsOfLiving(int processId) => Directory.Exists($"/proc/{processId}") ? ProcessCpu.SecondsOf(processId) : 0;
}
