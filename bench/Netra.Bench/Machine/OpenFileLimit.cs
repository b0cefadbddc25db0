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
        if (TryRaise(sockets, out var limit)) return;
        throw new BenchException(
            $"{sockets} connections need {sockets + Others} open files in one process; the limit is {limit.Soft} (at most {limit.Hard}) and can't be raised "
            + $"({Marshal.GetLastPInvokeErrorMessage()}). Run 'ulimit -n {sockets + Others}' first, as root where the shell refuses, or take fewer --connections.");
    }

    /// <summary>Raises the limit until so many sockets fit into one process. False: the system does not let us.</summary>
    public static bool TryRaise(int sockets) => TryRaise(sockets, out _);

    private static bool TryRaise(int sockets, out ResourceLimit limit)
    {
        var needed = sockets + Others;
        if (NativeMethods.GetLimit(ResourceOpenFiles, out limit) != 0) throw new BenchException("The limit of open files can't be read.");
        if ((long)Math.Min(limit.Soft, long.MaxValue) >= needed) return true;
        var raised = new ResourceLimit((ulong)needed, Math.Max(limit.Hard, (ulong)needed));
        return NativeMethods.SetLimit(ResourceOpenFiles, in raised) == 0;
    }
}
