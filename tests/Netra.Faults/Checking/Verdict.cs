namespace Netra.Faults;

/// <summary>What the checker finds, and of a rolling restart how long deliveries took: in the whole of it, and in any few seconds.</summary>
internal static class Verdict
{
    private const string Rule = "RollingDelivery";

    public static IReadOnlyList<Violation> Of(IReadOnlyList<HistoryEvent> events, int rollingP99Ms)
    {
        var violations = Checker.Check(events);
        if (events.OfType<RunBegan>().FirstOrDefault() is not { Mode: "rolling" }) return violations;
        var figures = FigureReader.Read(events);
        var slow = figures.Windows.Where(window => window.P99 >= rollingP99Ms).Select(window => new Violation(
            Rule, null, window.BeginMs, $"Of {window.Count} deliveries in the {WindowFigures.LengthMs} ms from here on one of a hundred took {window.P99} ms or longer; less than {rollingP99Ms} ms is required."));
        var all = figures.DeliveryP99 < rollingP99Ms
            ? []
            : new[] { new Violation(Rule, null, events[^1].AtMs, $"One delivery of a hundred took {figures.DeliveryP99} ms or longer; less than {rollingP99Ms} ms is required.") };
        return [.. violations, .. slow, .. all];
    }
}
