namespace Netra.Faults;

/// <summary>What the checker finds, and of a rolling restart how long deliveries took.</summary>
internal static class Verdict
{
    public static IReadOnlyList<Violation> Of(IReadOnlyList<HistoryEvent> events, int rollingP99Ms)
    {
        var violations = Checker.Check(events);
        if (events.OfType<RunBegan>().FirstOrDefault() is not { Mode: "rolling" }) return violations;
        var p99 = FigureReader.Read(events).DeliveryP99;
        return p99 < rollingP99Ms
            ? violations
            : [.. violations, new Violation("RollingDelivery", null, events[^1].AtMs, $"One delivery of a hundred took {p99} ms or longer; less than {rollingP99Ms} ms is required.")];
    }
}
