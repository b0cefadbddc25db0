using System.Runtime.InteropServices;

namespace Netra.Bench;

/// <summary>How many files and sockets this process, and what it starts, may have open.</summary>
internal static class OpenFileLimit
{
    private const int ResourceOpenFiles = 7;

    /// <summary>What a server has open besides its sockets, with room.</summary>
    private const long Others = 1_000;

    /// <summary>Raises the limit until so many sockets fit into one process.</summary>
    /// <exception cref="BenchException">The system does not let us; says what to do.</exception>
    public static void Require(int sockets)
    {
        var needed = sockets + Others;
        if (NativeMethods.GetLimit(ResourceOpenFiles, out var limit) != 0) throw new BenchException("The limit of open files can't be read.");
        if ((long)Math.Min(limit.Soft, long.MaxValue) >= needed) return;
        var raised = new ResourceLimit((ulong)needed, Math.Max(limit.Hard, (ulong)needed));
        if (NativeMethods.SetLimit(ResourceOpenFiles, in raised) == 0) return;
        throw new BenchException(
            $"{sockets} connections need {needed} open files in one process; the limit is {limit.Soft} (at most {limit.Hard}) and can't be raised "
            + $"({Marshal.GetLastPInvokeErrorMessage()}). Run 'ulimit -n {needed}' first, as root where the shell refuses, or take fewer --connections.");
    }
}
