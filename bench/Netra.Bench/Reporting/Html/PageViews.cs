using System.Globalization;

namespace Netra.Bench.Reporting.Html;

/// <summary>Makes a page of a run.</summary>
internal static class PageViews
{
    public static PageView Of(RunReport report, string style)
    {
        var series = new SeriesColours(report.Outcomes);
        var groups = OutcomeGroup.Of(report.Outcomes);
        return new PageView(
            report.Facts.Workload,
            Lead(groups),
            style,
            [.. Facts(report.Facts)],
            [.. Warnings(report.Facts)],
            [.. groups.Select((group, index) => Section(string.Create(CultureInfo.InvariantCulture, $"setting-{index + 1}"), group, series))],
            report.Requirements.Count == 0 ? null : Required(report.Requirements),
            report.Facts.Repeat);
    }

    private static string Lead(IReadOnlyList<OutcomeGroup> groups)
    {
        var references = groups.Where(group => group.Outcomes.Count > 1).Select(group => group.First.Server).Distinct().ToList();
        var held = references.Count == 1 ? $" 2.00× is twice as much as {references[0]}." : references.Count > 1 ? " 2.00× is twice as much as the first of its table." : "";
        var cpu = groups.SelectMany(group => group.Metrics()).Any(metric => metric.Unit == MetricKind.Cpu.Unit)
            ? $" {MetricKind.Cpu.Unit} is processor seconds for 100,000 messages."
            : "";
        return "Measured from outside, on one machine: real processes, real sockets. Figures are medians of the rounds." + held + cpu;
    }

    private static IEnumerable<FactView> Facts(RunFacts facts)
    {
        var (machine, invariant) = (facts.Machine, CultureInfo.InvariantCulture);
        yield return new FactView("Begun", facts.At.ToString("yyyy-MM-dd HH:mm 'UTC'", invariant));
        yield return new FactView("Machine", string.Create(invariant, $"{machine.Cores} cores, {machine.Processor}, {machine.RamGib} GiB"));
        yield return new FactView("System", $"{machine.Os}, {machine.Kernel}");
        yield return new FactView("Runtime", $"{machine.Dotnet}, {facts.Gc} GC");
        yield return new FactView("Build", Short(facts.Build));
        var end = facts.LoadAverageAtEnd is { } load ? string.Create(invariant, $", {load} at the end") : "";
        yield return new FactView("Load average", string.Create(invariant, $"{machine.LoadAverage} at the beginning{end}"));
    }

    /// <summary>The version with as much of its commit as tells it from others.</summary>
    private static string Short(string build)
    {
        const int commit = 10;
        var plus = build.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? build : build[..Math.Min(build.Length, plus + 1 + commit)];
    }

    private static IEnumerable<string> Warnings(RunFacts facts)
    {
        if (facts.DebugBuild) yield return "the server was no Release build; its figures say nothing.";
        if (facts.WasBusy())
            yield return string.Create(CultureInfo.InvariantCulture, $"the machine did something else when the run began (load average {facts.Machine.LoadAverage} on {facts.Machine.Cores} cores); times and rates say little.");
    }

    private static SectionView Section(string id, OutcomeGroup group, SeriesColours series) => new(
        id,
        group.Workload,
        group.Setting,
        [.. BarCharts.Of(id, group, series)],
        LatencyCharts.Of(id + "-latency", group, series),
        [.. DataTables.Of(id, group, series)]);

    private static TableView Required(IEnumerable<Requirement> requirements) => new(
        "required-figures",
        "What is required of figures of this run",
        ["what", "limit", "figure", ""],
        [.. requirements.Select(one => new RowView(one.What, "", [new(one.Required), new(one.Figure), new(one.IsMet ? "met" : "MISSED")]))]);
}
