using Netra.Bench.Reporting;

namespace Netra.Bench;

/// <summary>Writes outcomes to a run's report: a table for each setting, or a JSON object for each outcome.</summary>
internal static class OutcomeTables
{
    public static void Show(RunContext run, IReadOnlyList<Outcome> outcomes)
    {
        foreach (var outcome in outcomes) run.Report.Write("outcome", outcome);
        foreach (var setting in outcomes.GroupBy(outcome => (outcome.Workload, outcome.Setting)))
        {
            var first = setting.First();
            run.Report.Table(
                $"{setting.Key.Workload}: {setting.Key.Setting}; medians of {first.Rounds} rounds",
                ["server", .. first.Metrics.Select(metric => $"{metric.Name}, {metric.Unit}"), .. first.Latency.Select(one => $"p{one.Percent}, ms")],
                setting.Select(outcome => (string[])
                [
                    outcome.Server,
                    .. first.Metrics.Select(metric => outcome.Metrics.FirstOrDefault(one => one.Name == metric.Name) is { } own ? Figure.Of(own.Value, "#,0.##") : "-"),
                    .. outcome.Latency.Select(one => Figure.Ms(one.Milliseconds)),
                ]));
        }
    }
}
