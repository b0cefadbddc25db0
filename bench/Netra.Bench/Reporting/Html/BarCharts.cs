using System.Globalization;

namespace Netra.Bench.Reporting.Html;

/// <summary>The most telling figures of a setting as bars, each on a scale of its own, in times of the first server's.</summary>
internal static class BarCharts
{
    private const int MostCharts = 4;
    private const int Head = 30;
    private const int Row = 48;
    private const int MostCharacters = 30;

    /// <summary>What is left free beside the longest bar.</summary>
    private const double Fill = 0.98;

    public static IEnumerable<BarChartView> Of(string id, OutcomeGroup group, SeriesColours series) => group.Metrics()
        .Where(metric => IsTelling(group, metric))
        .Take(MostCharts)
        .Select((metric, index) => Chart(string.Create(CultureInfo.InvariantCulture, $"{id}-chart-{index + 1}"), group, metric, series));

    /// <summary>Whether there is something to hold side by side.</summary>
    private static bool IsTelling(OutcomeGroup group, Metric metric) =>
        metric.Value > 0 && group.First.Find(metric.Name) is { Value: > 0 } && group.Outcomes.Count(outcome => outcome.Find(metric.Name) is { Value: >= 0, Lowest: >= 0 }) > 1;

    private static BarChartView Chart(string id, OutcomeGroup group, Metric metric, SeriesColours series)
    {
        var first = group.First.Find(metric.Name)!;
        var bars = group.Outcomes
            .Select(outcome => (outcome.Server, Metric: outcome.Find(metric.Name)))
            .Where(bar => bar.Metric is { Lowest: >= 0 })
            .Select(bar => (bar.Server, Metric: bar.Metric!))
            .ToList();
        var scale = Fill * BarChartView.Width / bars.Max(bar => bar.Metric.Highest / first.Value);
        return new BarChartView(
            id,
            TitleOf(metric.Name),
            metric.IsBetterHigher ? "more is better" : "less is better",
            string.Join("; ", bars.Select(bar => $"{bar.Server} {Figure.Times(bar.Metric.RatioTo(first) ?? 0)}, {Figure.InUnit(bar.Metric.Value, bar.Metric.Unit)}")) + ".",
            Drawing.At(Head + (Row * bars.Count)),
            Drawing.At(scale),
            [.. bars.Select((bar, index) => Bar(bar.Server, bar.Metric, first.Value, scale, Head + (Row * index), series[bar.Server]))]);
    }

    /// <summary>A name as a title; <c>p99</c> stays as it is.</summary>
    private static string TitleOf(string name) => name.Length > 1 && char.IsDigit(name[1]) ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static BarView Bar(string server, Metric metric, double first, double scale, int top, string series)
    {
        var y = top + 20;
        return new BarView(
            Drawing.Fit(server, MostCharacters),
            Figure.InUnit(metric.Value, metric.Unit),
            Figure.Times(metric.Value / first),
            series,
            Drawing.At(top + 13),
            Drawing.At(y),
            Drawing.At(metric.Value / first * scale),
            metric.Lowest == metric.Highest ? null : Spread(metric.Lowest / first * scale, metric.Highest / first * scale, y + (BarView.Thickness / 2.0)));
    }

    /// <summary>A line with an end at either side.</summary>
    private static string Spread(double from, double to, double y)
    {
        var (left, right, upper, middle, lower) = (Drawing.At(from), Drawing.At(to), Drawing.At(y - 3), Drawing.At(y), Drawing.At(y + 3));
        return $"M{left} {upper}V{lower}M{left} {middle}H{right}M{right} {upper}V{lower}";
    }
}
