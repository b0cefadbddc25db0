namespace Netra.Bench.Tests;

public sealed class LoadMetricsTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void OutcomeOf_Rounds_AreMediansForWhatWasDelivered()
    {
        var rounds = new[] { Round(received: 1_000, cpu: 0.01), Round(received: 2_000, cpu: 0.04), Round(received: 3_000, cpu: 0.03) };

        var outcome = LoadMetrics.OutcomeOf("push", "a", new MadeServer(isDurable: true), new LoadShape(10), rounds, withParts: false);

        Assert.Null(outcome.Fault());
        Assert.Equal(("push", "a", "made", true, 3), (outcome.Workload, outcome.Setting, outcome.Server, outcome.IsDurable, outcome.Rounds));
        Assert.Equal((2_000, 1_000, 3_000), Figures(outcome, MetricKind.Rate));
        Assert.Equal((1, 1, 2), Figures(outcome, MetricKind.Cpu));
        Assert.Equal((500, 333, 1_000), Figures(outcome, MetricKind.Allocated));
        Assert.Equal((350, 233, 700), Figures(outcome, MetricKind.Flushes));
        Assert.Equal([50, 90, 99, 99.9, 100], outcome.Latency.Select(point => point.Percent));
        Assert.Null(outcome.Find("CPU of a"));
    }

    [Fact]
    public void OutcomeOf_RefusedMessages_AreNotLost()
    {
        var round = Round(received: 90, cpu: 0.1, refused: 4, faults: new DeliveryFaults(10, 2, 3));

        var outcome = LoadMetrics.OutcomeOf("push", "a", new MadeServer(isDurable: false), new LoadShape(10, PerUser: 2), [round], withParts: true);

        Assert.Equal((2, 2, 3), (outcome.Find("lost")!.Value, outcome.Find("repeated")!.Value, outcome.Find("reordered")!.Value));
        Assert.Equal(4, outcome.Find("refused")!.Value);
        Assert.Null(outcome.Find(MetricKind.Flushes.Name));
        Assert.NotNull(outcome.Find("CPU of b"));
    }

    [Fact]
    public void OutcomeOf_NothingDelivered_HasNoCosts()
    {
        var outcome = LoadMetrics.OutcomeOf("resume", "a", new MadeServer(isDurable: false), new LoadShape(10), [Round(0, 0.1, faults: new DeliveryFaults(7, 0, 0))], withParts: false);

        Assert.Null(outcome.Fault());
        Assert.Equal(7, outcome.Find("lost")!.Value);
        Assert.Null(outcome.Find(MetricKind.Cpu.Name));
        Assert.Empty(outcome.Latency);
    }

    /// <summary>One of a second.</summary>
    private static LoadRound Round(long received, double cpu, long refused = 0, DeliveryFaults faults = default)
    {
        var latencies = new Latencies();
        for (var i = 0; i < received; i++) latencies.Add(TimeSpan.FromMilliseconds(1));
        return new LoadRound(
            new SendFigures(0, Second, received, refused, Unsent: 0, new Latencies(), AllocatedBytes: 0, Refusal: null),
            new DeliveryFigures(received, Second, latencies, faults, AllocatedBytes: 0),
            new ServerFigures([("a", cpu / 4), ("b", cpu * 3 / 4)], AllocatedBytes: 1_000_000, Flushes: 7, ResidentBytes: 1, LoadCpu: 0));
    }

    private static (double, double, double) Figures(Outcome outcome, MetricKind kind)
    {
        var metric = outcome.Find(kind.Name)!;
        return (Math.Round(metric.Value), Math.Round(metric.Lowest), Math.Round(metric.Highest));
    }
}
