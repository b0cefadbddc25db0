using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Host.Tests;

public sealed class ProcessMeterTests
{
    [Fact]
    public void Read_AfterMeasurements_HasLevelsCountsAndReasons()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meter = new ProcessMeter(services.GetRequiredService<IMeterFactory>());
        var instruments = services.GetRequiredService<IMeterFactory>().Create("Netra");
        var ended = instruments.CreateCounter<long>("netra.gateway.connections.ended");
        var durations = instruments.CreateHistogram<double>("netra.user.publish.duration");
        instruments.CreateObservableUpDownCounter("netra.gateway.connections", () => new[] { StateOf("live", 7), StateOf("catching_up", 2) });
        instruments.CreateObservableCounter("netra.gateway.frames.sent", () => 100L);

        ended.Add(1, new KeyValuePair<string, object?>("netra.end.reason", "client"));
        ended.Add(2, new KeyValuePair<string, object?>("netra.end.reason", "lost"));
        durations.Record(0.010);
        _ = meter.Read();
        var reading = meter.Read();

        Assert.Equal((7, 2, 100, 3), (Of(reading, "connections_live"), Of(reading, "connections_catching_up"), Of(reading, "frames_sent"), Of(reading, "ended")));
        Assert.Equal(new Dictionary<string, long> { ["client"] = 1, ["lost"] = 2 }, reading.Ended);
        Assert.Equal(1, reading.Latencies[0][LatencyScale.IndexOf(0.010)]);
        Assert.Equal(1, reading.Latencies.Sum(latency => latency.Sum()));
    }

    [Fact]
    public void Read_MeterOfAnotherHost_IsNotCounted()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meter = new ProcessMeter(services.GetRequiredService<IMeterFactory>());

        others.GetRequiredService<IMeterFactory>().Create("Netra").CreateCounter<long>("netra.gateway.connections.opened").Add(1);

        Assert.Equal(0, Of(meter.Read(), "opened"));
    }

    private static Measurement<long> StateOf(string state, long count) => new(count, new KeyValuePair<string, object?>("netra.connection.state", state));

    private static long Of(ProcessReading reading, string figure) => reading.Values[Figures.All.Select(each => each.Name).ToList().IndexOf(figure)];
}
