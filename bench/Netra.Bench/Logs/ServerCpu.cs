using System.Globalization;

namespace Netra.Bench;

/// <summary>The processor time of a database server: of its first process and of those of its sessions that live.</summary>
internal static class ServerCpu
{
    public static double SecondsOf(int processId) => ProcessCpu.SecondsOf(processId)
        + File.ReadAllText($"/proc/{processId}/task/{processId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Sum(child => ProcessCpu.SecondsOf(int.Parse(child, CultureInfo.InvariantCulture)));
}
