using System.Diagnostics;

namespace Netra.Bench;

/// <summary>
/// The processor time of a process, in user and system mode, by its CPU clock: as the kernel adds it up, to the nanosecond. What <c>/proc/&lt;pid&gt;/stat</c>
/// shows of the same is in hundredths of a second, too coarse for rounds of a few seconds.
/// </summary>
internal static class ProcessCpu
{
    /// <summary>Seconds of processor time since its start.</summary>
    public static double SecondsOf(int processId) =>
        NativeMethods.GetCpuClock(processId, out var clock) == 0 && NativeMethods.GetTime(clock, out var time) == 0
            ? time.Seconds + (time.Nanoseconds / 1e9)
            : throw new BenchException($"The process {processId} has ended.");

    /// <summary>The same of this process.</summary>
    public static double OwnSeconds()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime.TotalSeconds;
    }
}
