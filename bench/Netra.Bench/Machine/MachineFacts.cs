using System.Globalization;
using System.Runtime.InteropServices;

namespace Netra.Bench;

/// <summary>What a reader must know of the machine to make sense of the figures.</summary>
internal sealed record MachineFacts(int Cores, string Processor, double RamGib, string Os, string Kernel, string Dotnet, double LoadAverage)
{
    public static MachineFacts Read() => new(
        Environment.ProcessorCount,
        Field("/proc/cpuinfo", "model name"),
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        Field("/etc/os-release", "PRETTY_NAME").Trim('"'),
        "Linux " + File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        ReadLoadAverage());

    /// <summary>How many tasks wanted to run, on average of the last minute: what else the machine does.</summary>
    public static double ReadLoadAverage() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Field(string file, string name)
    {
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? "unknown" : line[(line.IndexOfAny([':', '=']) + 1)..].Trim();
    }
}
