using System.Diagnostics;

namespace Netra.Bench.Reporting;

/// <summary>What a reader must know of a run besides its figures.</summary>
/// <param name="Format">The format of the JSON lines; see <see cref="JsonLines"/>.</param>
/// <param name="Workload">The command.</param>
/// <param name="Repeat">The command line that repeats it.</param>
/// <param name="At">When it began.</param>
/// <param name="Build">The version of the host that was measured, with its commit where the build knew it.</param>
/// <param name="Gc">The garbage collector of the servers, <c>server</c> or <c>workstation</c>.</param>
/// <param name="DebugBuild">Whether the host is no Release build: its figures say nothing then.</param>
/// <param name="Machine">The machine, and what else it did in the minute before.</param>
/// <param name="LoadAverageAtEnd">The load average of the last minute of the run; null while it goes on.</param>
internal sealed record RunFacts(
    int Format, string Workload, string Repeat, DateTimeOffset At, string Build, string Gc, bool DebugBuild, MachineFacts Machine, double? LoadAverageAtEnd)
{
    public static RunFacts Begin(string workload, IEnumerable<string> arguments, NetraProgram program) => new(
        JsonLines.Format,
        workload,
        "dotnet run -c Release --project bench/Netra.Bench -- " + string.Join(' ', arguments.Select(Quoted)),
        DateTimeOffset.UtcNow,
        FileVersionInfo.GetVersionInfo(program.Assembly).ProductVersion ?? "unknown",
        program.Gc,
        program.IsDebug,
        MachineFacts.Read(),
        LoadAverageAtEnd: null);

    /// <summary>Whether the machine did so much else when the run began that its times say little.</summary>
    public bool WasBusy() => Machine.LoadAverage > Machine.Cores / 2.0;

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(character => char.IsLetterOrDigit(character) || "-_./:=,+@%".Contains(character, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
