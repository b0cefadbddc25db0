namespace Netra.Bench.Reporting.Html;

/// <summary>The latencies of a setting as lines: percentiles side by side, milliseconds on a logarithmic scale.</summary>
internal static class LatencyCharts
{
    private const double Left = 56;
    private const double Right = 274;
    private const double Top = 36;
    private const double Bottom = 240;
    private const double Height = 266;
    private const double LabelHeight = 15;
    private const int MostCharacters = 18;

    /// <summary>What is left free between the frame and the first and last percentile.</summary>
    private const double Inset = 14;

    /// <summary>The chart; null where no server has two percentiles to draw a line through.</summary>
    public static LatencyChartView? Of(string id, OutcomeGroup group, SeriesColours series)
    {
        var outcomes = group.Outcomes.Where(outcome => outcome.Latency.Count > 1).ToList();
        if (outcomes.Count == 0) return null;
        var percents = group.Percents();
        var scale = LogScale.Of(outcomes.SelectMany(outcome => outcome.Latency).Select(percentile => percentile.Milliseconds));
        var (from, to) = (Nines(percents[0], percents), Nines(percents[^1], percents));
        double X(double percent) => Left + Inset + ((Nines(percent, percents) - from) / (to - from) * (Right - Left - (2 * Inset)));
        double Y(double milliseconds) => Bottom - (scale.PlaceOf(milliseconds) * (Bottom - Top));

        var labels = Spread([.. outcomes.Select(outcome => Y(outcome.Latency[^1].Milliseconds))]);
        return new LatencyChartView(
            id,
            "Latency",
            string.Join("; ", outcomes.Select(outcome => $"{outcome.Server} {string.Join(", ", outcome.Latency.Select(Hint))}")) + ".",
            new FrameView(Drawing.At(Left), Drawing.At(Right), Drawing.At(Top), Drawing.At(Bottom), Drawing.At(Height)),
            [.. Apart(percents.Select(percent => (X(percent), Percentile.NameOf(percent)))).Select(label => new TickView(Drawing.At(label.At), label.Text))],
            [.. scale.Marks.Select(mark => new TickView(Drawing.At(Y(mark)), NameOf(mark)))],
            [.. outcomes.Select((outcome, index) => Line(outcome, series[outcome.Server], labels[index], X, Y))]);
    }

    private static LineView Line(Outcome outcome, string series, double label, Func<double, double> x, Func<double, double> y)
    {
        List<PointView> points =
            [.. outcome.Latency.Select(one => new PointView(Drawing.At(x(one.Percent)), Drawing.At(y(one.Milliseconds)), $"{outcome.Server} {Hint(one)}"))];
        return new LineView(
            Drawing.Fit(outcome.Server, MostCharacters), series, "M" + string.Join('L', points.Select(point => $"{point.X} {point.Y}")), points, Drawing.At(label));
    }

    /// <summary>How many nines a percentile has, so that each tenth of what is left is as wide as the one before. The slowest has one more than the last of the others.</summary>
    private static double Nines(double percent, IReadOnlyList<double> percents)
    {
        if (percent < 100) return -Math.Log10(1 - (percent / 100));
        return percents.Count == 1 ? 0 : 1 + Nines(percents[^2], percents);
    }

    /// <summary>Those labels that have room beside the one before.</summary>
    private static IEnumerable<(double At, string Text)> Apart(IEnumerable<(double At, string Text)> labels)
    {
        const double character = 6.5;
        var end = double.NegativeInfinity;
        foreach (var (at, text) in labels)
        {
            var half = text.Length * character / 2;
            if (at - half < end) continue;
            end = at + half + (character / 2);
            yield return (at, text);
        }
    }

    private static string Hint(Percentile percentile) => $"{Percentile.NameOf(percentile.Percent)} {Figure.InUnit(percentile.Milliseconds, Units.Milliseconds)}";

    private static string NameOf(double milliseconds) => milliseconds switch
    {
        >= 1_000 => Figure.Of(milliseconds / 1_000, "0.##") + " s",
        < 0.1 => Figure.Of(milliseconds * 1_000, "0.##") + " µs",
        _ => Figure.Of(milliseconds, "0.##") + " ms",
    };

    /// <summary>Moves labels apart that would lie on each other: from the lowest up, and what leaves the frame at the top down again.</summary>
    private static double[] Spread(double[] places)
    {
        var order = Enumerable.Range(0, places.Length).OrderByDescending(index => places[index]).ToList();
        for (var i = 1; i < order.Count; i++) places[order[i]] = Math.Min(places[order[i]], places[order[i - 1]] - LabelHeight);
        if (places[order[^1]] >= Top) return places;
        places[order[^1]] = Top;
        for (var i = order.Count - 2; i >= 0; i--) places[order[i]] = Math.Max(places[order[i]], places[order[i + 1]] + LabelHeight);
        return places;
    }
}
