using System.Globalization;

namespace Netra.Bench.Reporting.Html;

/// <summary>All figures of a setting as tables: the metrics, and the latencies.</summary>
internal static class DataTables
{
    public static IEnumerable<TableView> Of(string id, OutcomeGroup group, SeriesColours series)
    {
        var held = group.Outcomes.Count > 1 ? $"; × is times {group.First.Server}" : "";
        var zeros = group.Zeros().Count > 0 ? $"; 0 everywhere: {string.Join(", ", group.Zeros())}" : "";
        yield return new TableView(
            id + "-figures",
            $"Medians of the rounds, and from the lowest to the highest{held}{zeros}",
            ["server", "durable", "rounds", .. group.Metrics().Select(metric => Figure.Heading(metric.Name, metric.Unit))],
            [.. group.Outcomes.Select(outcome => new RowView(outcome.Server, series[outcome.Server], [.. Cells(group, outcome)]))]);
        if (group.Percents().Count == 0) yield break;
        var names = group.Percents().Select(Percentile.NameOf).ToList();
        yield return new TableView(
            id + "-latencies",
            $"Latency in ms, from when each was due{held}",
            ["server", .. names],
            [.. group.Outcomes.Select(outcome => new RowView(outcome.Server, series[outcome.Server], [.. names.Select(name => Cell(group, outcome, name))]))]);
    }

    private static IEnumerable<CellView> Cells(OutcomeGroup group, Outcome outcome) =>
    [
        new(outcome.IsDurable ? "yes" : "no"),
        new(Figure.Whole(outcome.Rounds)),
        .. group.Metrics().Select(metric => Cell(group, outcome, metric.Name)),
    ];

    private static CellView Cell(OutcomeGroup group, Outcome outcome, string name)
    {
        if (outcome.Find(name) is not { } figure) return new CellView("–");
        string Text(double value) => Figure.UnderUnit(value, figure.Unit);
        return new CellView(
            Text(figure.Value),
            figure.Value.ToString("R", CultureInfo.InvariantCulture),
            group.RatioOf(outcome, figure) is { } ratio ? Figure.Times(ratio) : null,
            figure.Lowest == figure.Highest ? null : $"{Text(figure.Lowest)} – {Text(figure.Highest)}");
    }
}
