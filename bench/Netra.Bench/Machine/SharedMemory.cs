using System.Globalization;

namespace Netra.Bench;

/// <summary>The memory of processes that share much of it: of each page the share that each has (<c>Pss</c>), added up.</summary>
internal static class SharedMemory
{
    private const string Share = "Pss:";

    /// <summary>That of a process and its children, in bytes.</summary>
    public static long OfFamily(int processId) => Of(processId) + ChildProcesses.Of(processId).Sum(OfLiving);

    /// <summary>A session may end between two looks.</summary>
    private static long OfLiving(int processId) => Directory.Exists($"/proc/{processId}") ? Of(processId) : 0;

    private static long Of(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/smaps_rollup").FirstOrDefault(line => line.StartsWith(Share, StringComparison.Ordinal)) ?? Share + " 0 kB";
        return 1024 * long.Parse(line.AsSpan(Share.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
