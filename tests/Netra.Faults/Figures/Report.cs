using System.Globalization;
using Spectre.Console;

namespace Netra.Faults;

/// <summary>Shows what a run found.</summary>
internal static class Report
{
    private const int MaxViolations = 20;
    private const int MaxTimelines = 3;

    /// <summary>Shows a verdict and the figures. Answers whether nothing is wrong.</summary>
    public static bool Show(TextWriter output, IReadOnlyList<HistoryEvent> events, IReadOnlyList<Violation> violations)
    {
        if (events.OfType<RunBegan>().FirstOrDefault() is { } began)
            output.WriteLine($"Run of seed {began.Seed} ({began.Mode}{(began.Bug is null ? "" : $", with the planted fault {began.Bug}")}), begun {began.StartedAt:u}");
        Show(output, FigureReader.Read(events));
        foreach (var violation in violations.Take(MaxViolations))
            output.WriteLine($"VIOLATION {violation.Rule}: {violation.User} at {violation.AtMs} ms: {violation.Message}");
        if (violations.Count > MaxViolations) output.WriteLine($"… and {violations.Count - MaxViolations} more violations.");
        foreach (var violation in violations.Take(MaxTimelines))
        {
            output.WriteLine($"What happened around '{violation.Message}':");
            foreach (var line in Timeline.Of(violation, events)) output.WriteLine(line);
        }

        var rules = violations.CountBy(violation => violation.Rule).OrderByDescending(rule => rule.Value).Select(rule => $"{rule.Value} of {rule.Key}");
        output.WriteLine(violations.Count == 0 ? "Nothing acknowledged was lost or repeated." : $"{violations.Count} violations: {string.Join(", ", rules)}.");
        return violations.Count == 0;
    }

    private static void Show(TextWriter output, RunFigures figures)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Published} messages published, {figures.Sent} sent by tabs, {figures.Open} tries with an open end; {figures.Delivered} frames delivered over {figures.Connections} connections."));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Publish to delivery: p50 {figures.DeliveryP50} ms, p99 {figures.DeliveryP99} ms, longest {figures.DeliveryMax} ms."));
        if (figures.WorstWindow is { } worst)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"The worst {WindowFigures.LengthMs} ms, from {worst.BeginMs} ms on: p99 {worst.P99} ms of {worst.Count} deliveries."));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Outside of faults, from acceptance to an open tab: {figures.CalmCount} arrivals, the longest after {figures.CalmMax} ms."));
        if (figures.Kinds.Count == 0) return;
        var table = new Table().Border(TableBorder.Ascii).AddColumns("fault", "times", "no publish acknowledged, ms", "one publish waited, ms", "delivery, ms", "out of the cluster after, ms");
        foreach (var kind in figures.Kinds)
        {
            table.AddRow(
                $"{kind.Kind}", Text(kind.Count), Text(kind.LongestSilence), Text(kind.LongestWait), Text(kind.LongestDelivery), string.Join(' ', kind.OutAfter.Select(Text)));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new WideOutput(output), Ansi = AnsiSupport.No }).Write(table);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
