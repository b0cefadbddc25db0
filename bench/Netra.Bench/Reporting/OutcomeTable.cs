namespace Netra.Bench.Reporting;

/// <summary>Servers as rows and figures as columns, as text. Behind a figure stands how many times the first server's it is.</summary>
internal sealed class OutcomeTable
{
    private OutcomeTable(string title, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Title = title;
        Columns = columns;
        Rows = rows;
    }

    public string Title { get; }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    public static OutcomeTable Of(OutcomeGroup group)
    {
        List<(string Name, string Unit)> figures =
        [
            .. group.Metrics().Select(metric => (metric.Name, metric.Unit)),
            .. group.Percents().Select(percent => (Percentile.NameOf(percent), Units.Milliseconds)),
        ];
        var title = group.Outcomes.Count > 1 ? $"{group.Workload}: {group.Setting} (in times of {group.First.Server})" : $"{group.Workload}: {group.Setting}";
        return new OutcomeTable(
            title,
            ["server", "durable", "rounds", .. figures.Select(figure => Figure.Heading(figure.Name, figure.Unit))],
            [.. group.Outcomes.Select(outcome => RowOf(group, outcome, figures.Select(figure => figure.Name)))]);
    }

    private static IReadOnlyList<string> RowOf(OutcomeGroup group, Outcome outcome, IEnumerable<string> figures) =>
        [outcome.Server, outcome.IsDurable ? "yes" : "no", Figure.Whole(outcome.Rounds), .. figures.Select(figure => CellOf(group, outcome, outcome.Find(figure)))];

    private static string CellOf(OutcomeGroup group, Outcome outcome, Metric? figure)
    {
        if (figure is null) return "-";
        var text = Figure.UnderUnit(figure.Value, figure.Unit);
        return group.RatioOf(outcome, figure) is { } ratio ? $"{text} ({Figure.Times(ratio)})" : text;
    }
}
