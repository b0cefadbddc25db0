namespace Netra.Bench;

/// <summary>What of a workload a budget needs.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Settings">The settings, in the workload's order.</param>
/// <param name="Servers">The servers, in the workload's order.</param>
internal sealed record BudgetPart(IWorkload Workload, IReadOnlyList<string> Settings, IReadOnlyList<string> Servers)
{
    /// <summary>Finds out what must be run, before anything is.</summary>
    /// <exception cref="BenchException">An entry names what no workload has; all of them are named at once.</exception>
    public static IReadOnlyList<BudgetPart> Of(IReadOnlyList<BudgetEntry> entries, IReadOnlyList<IWorkload> workloads)
    {
        var faults = entries.Select(entry => Fault(entry, workloads)).OfType<string>().ToList();
        if (faults.Count > 0) throw new BenchException(string.Join('\n', faults));
        return
        [
            .. workloads
                .Select(workload => (Workload: workload, Entries: entries.Where(entry => entry.Workload == workload.Name).ToList()))
                .Where(one => one.Entries.Count > 0)
                .Select(one => new BudgetPart(
                    one.Workload,
                    [.. one.Workload.Settings.Where(setting => one.Entries.Exists(entry => entry.Setting == setting))],
                    [.. one.Workload.Servers.Where(server => one.Entries.Exists(entry => entry.Servers.Contains(server)))])),
        ];
    }

    private static string? Fault(BudgetEntry entry, IReadOnlyList<IWorkload> workloads)
    {
        if (workloads.FirstOrDefault(one => one.Name == entry.Workload) is not { } workload) return $"{entry.Name}: there is no such workload; {List(workloads.Select(one => one.Name))}";
        if (!workload.Settings.Contains(entry.Setting)) return $"{entry.Name}: there is no such setting; {List(workload.Settings)}";
        return entry.Servers.FirstOrDefault(server => !workload.Servers.Contains(server)) is { } missing
            ? $"{entry.Name}: {missing} can't be measured here; {List(workload.Servers)}"
            : null;
    }

    private static string List(IEnumerable<string> names) => "there are " + string.Join(", ", names.Select(name => $"'{name}'").DefaultIfEmpty("none"));
}
