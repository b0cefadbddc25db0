using System.Diagnostics;
using System.Globalization;

namespace Netra.Bench;

/// <summary>The processor time of a process: user and system time of <c>/proc/&lt;pid&gt;/stat</c>.</summary>
internal static class ProcessCpu
{
    /// <summary>The kernel counts in hundredths of a second towards user space, on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private const int UserTimeField = 11;

    /// <summary>Seconds of processor time since its start.</summary>
    public static double SecondsOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            // The name, in parentheses, may hold blanks.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[UserTimeField], CultureInfo.InvariantCulture) + long.Parse(fields[UserTimeField + 1], CultureInfo.InvariantCulture);
            return ticks / TicksPerSecond;
        }
        catch (IOException)
        {
            throw new BenchException($"The process {processId} has ended.");
        }
    }

    /// <summary>The same of this process.</summary>
    public static double OwnSeconds()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime.TotalSeconds;
    }
}
