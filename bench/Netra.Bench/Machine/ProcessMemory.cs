using System.Globalization;

namespace Netra.Bench;

/// <summary>The memory of a process that is in RAM, as <c>/proc/&lt;pid&gt;/status</c> has it, in bytes.</summary>
/// <param name="Rss">All of it: <c>VmRSS</c>, the sum of the others.</param>
/// <param name="Anonymous">Private memory: <c>RssAnon</c>.</param>
/// <param name="File">Mapped files, mostly code: <c>RssFile</c>.</param>
/// <param name="Shared">Shared memory, where the runtime has compiled code too: <c>RssShmem</c>.</param>
internal readonly record struct ProcessMemory(long Rss, long Anonymous, long File, long Shared)
{
    public static ProcessMemory Of(int processId)
    {
        var status = System.IO.File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMemory(Find("VmRSS:"), Find("RssAnon:"), Find("RssFile:"), Find("RssShmem:"));

        long Find(string name)
        {
            var line = status.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                ?? throw new BenchException($"The process {processId} has ended.");
            return 1024 * long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
        }
    }
}
