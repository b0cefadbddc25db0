using System.CommandLine;

namespace Netra.Bench;

/// <summary>
/// <c>budget</c>: runs what the limits of a file speak of, and holds the figures against them. Ratios and allocations only: these are the same on every
/// machine, or near enough for limits that leave room.
/// </summary>
internal static class BudgetCommand
{
    public static Command Command(IReadOnlyList<IWorkload> workloads)
    {
        var common = new CommonOptions();
        var file = new Option<string?>("--file") { Description = $"The limits; by default bench/{BudgetFile.Name} as it was when this program was built." };
        var command = new Command("budget", "Holds ratios and allocations against limits. Exits with 2 when one is not met.") { file };
        command.Aliases.Add("--budget");
        common.AddTo(command, alwaysChecks: true);
        common.Run(command, (parsed, run) => RunAsync(run, BudgetFile.Read(parsed.GetValue(file) ?? Path.Combine(AppContext.BaseDirectory, BudgetFile.Name)), workloads));
        return command;
    }

    private static async Task RunAsync(RunContext run, BudgetFile file, IReadOnlyList<IWorkload> workloads)
    {
        var outcomes = new List<Outcome>();
        foreach (var part in BudgetPart.Of(file.Entries, workloads))
        {
            run.Report.Say($"{part.Workload.Name}: {string.Join(", ", part.Settings)}; {string.Join(", ", part.Servers)}");
            outcomes.AddRange(await part.Workload.RunAsync(run, part.Settings, part.Servers));
        }

        foreach (var outcome in outcomes) run.Report.Add(outcome);
        foreach (var verdict in file.Entries.Select(entry => entry.Judge(outcomes))) run.Report.Require(verdict.Entry.Name, verdict.Entry.Limit, verdict.Figure, verdict.IsMet);
    }
}
