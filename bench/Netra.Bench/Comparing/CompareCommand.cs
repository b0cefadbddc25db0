using System.CommandLine;
using Spectre.Console;

namespace Netra.Bench;

/// <summary><c>compare</c>: what became of the figures of one run in another, such as before and after a change.</summary>
internal static class CompareCommand
{
    private const int FileWidth = 200;

    public static Command Command()
    {
        var before = new Argument<string>("before") { Description = "The JSON lines of a run." };
        var after = new Argument<string>("after") { Description = "Those of another one." };
        var command = new Command("compare", "The figures of one run in times of another's: what a change gave.") { before, after };
        command.SetAction((parsed, cancellationToken) => ExitCodes.OfAsync(
            async () => Show(await JsonLines.ReadFileAsync(parsed.GetValue(before)!, cancellationToken), await JsonLines.ReadFileAsync(parsed.GetValue(after)!, cancellationToken)),
            cancellationToken));
        return command;
    }

    private static int Show(RunReport before, RunReport after)
    {
        var comparison = Comparison.Of(before, after);
        if (comparison.Changes.Count == 0) throw new BenchException("The runs have no workload, setting and server in common.");
        var console = AnsiConsole.Console;
        if (!console.Profile.Capabilities.Interactive) console.Profile.Width = FileWidth;
        foreach (var (what, old, now) in Differences(before.Facts, after.Facts)) console.MarkupLineInterpolated($"[yellow]{what}: {old} before, {now} after[/]");
        foreach (var group in comparison.Changes.GroupBy(one => (one.Outcome.Workload, one.Outcome.Setting)))
        {
            TextTable.Write(
                console,
                $"{group.Key.Workload}: {group.Key.Setting}",
                ["server", "figure", "before", "after", "ratio", ""],
                group.SelectMany(one => one.Changes.Select((change, index) => RowOf(index == 0 ? one.Outcome.Server : "", change))));
        }

        foreach (var name in comparison.OnlyBefore) console.MarkupLineInterpolated($"[grey]Only before: {name}[/]");
        foreach (var name in comparison.OnlyAfter) console.MarkupLineInterpolated($"[grey]Only after: {name}[/]");
        return ExitCodes.Done;
    }

    /// <summary>What differs besides what was to be compared.</summary>
    private static IEnumerable<(string What, string Before, string After)> Differences(RunFacts before, RunFacts after)
    {
        string MachineOf(RunFacts facts) => $"{facts.Machine.Cores} cores, {facts.Machine.Processor}, {facts.Machine.Kernel}, {facts.Machine.Dotnet}";
        if (MachineOf(before) != MachineOf(after)) yield return ("machine", MachineOf(before), MachineOf(after));
        if (before.Gc != after.Gc) yield return ("garbage collector", before.Gc, after.Gc);
        if (before.Build != after.Build) yield return ("build", before.Build, after.Build);
        if (before.DebugBuild != after.DebugBuild) yield return ("Release build", before.DebugBuild ? "no" : "yes", after.DebugBuild ? "no" : "yes");
        if (before.WasBusy() || after.WasBusy()) yield return ("load average at the beginning", Figure.Of(before.Machine.LoadAverage), Figure.Of(after.Machine.LoadAverage));
    }

    private static string[] RowOf(string server, Change change) =>
    [
        server,
        Figure.Heading(change.Before.Name, change.Before.Unit),
        Figure.UnderUnit(change.Before.Value, change.Before.Unit),
        Figure.UnderUnit(change.After.Value, change.After.Unit),
        change.Ratio is { } ratio ? Figure.Times(ratio) : "-",
        change.Verdict(),
    ];
}
