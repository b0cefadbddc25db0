namespace Netra.Bench.Reporting;

/// <summary>Servers as rows and figures as columns, as text. Behind a figure stands how many times the first server's it is.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">A row for each server.</param>
internal sealed record OutcomeTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table of the metrics, and that of the latencies where there are some.</summary>
    public static IEnumerable<OutcomeTable> Of(OutcomeGroup group)
    {
        var held = group.Outcomes.Count > 1 ? $" (in times of {group.First.Server})" : "";
        var zeros = group.Zeros().Count > 0 ? $"; 0 everywhere: {string.Join(", ", group.Zeros())}" : "";
        var metrics = group.Metrics();
        yield return new OutcomeTable(
            $"{group.Workload}: {group.Setting}{held}{zeros}",
            ["server", "durable", "rounds", .. metrics.Select(metric => Figure.Heading(metric.Name, metric.Unit))],
            [
                .. group.Outcomes.Select(outcome => (string[])
                    [outcome.Server, outcome.IsDurable ? "yes" : "no", Figure.Whole(outcome.Rounds), .. metrics.Select(metric => CellOf(group, outcome, metric.Name))]),
            ]);
        if (group.Percents().Count == 0) yield break;
        var percents = group.Percents().Select(Percentile.NameOf).ToList();
        yield return new OutcomeTable(
            $"{group.Workload}: {group.Setting}, latency in ms{held}",
            ["server", .. percents],
            [.. group.Outcomes.Select(outcome => (string[])[outcome.Server, .. percents.Select(percent => CellOf(group, outcome, percent))])]);
    }

    private static string CellOf(OutcomeGroup group, Outcome outcome, string name)
    {
        if (outcome.Find(name) is not { } figure) return "-";
        var text = Figure.UnderUnit(figure.Value, figure.Unit);
        return group.RatioOf(outcome, figure) is { } ratio ? $"{text} ({Figure.Times(ratio)})" : text;
    }
}
