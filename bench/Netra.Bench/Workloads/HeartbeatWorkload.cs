using System.CommandLine;
using System.Globalization;

namespace Netra.Bench;

/// <summary>
/// <c>heartbeat</c>: the processor time of a gateway whose connections only answer pings. Rounds follow each other faster than by default; the cost of
/// one is then held against the default interval. All that the gateway does meanwhile counts as heartbeats; what it takes with nobody connected is
/// shown beside it, but not taken off: it is too uneven for that.
/// </summary>
internal sealed class HeartbeatWorkload(RunContext run, int connections, int interval, int rounds)
{
    private const double DefaultInterval = 30;
    private const double RequiredPercent = 2;
    private const int WarmUpRounds = 2;

    /// <summary>The timer wheel looks once a second, so that a round may take one more than the interval.</summary>
    private const int WheelStep = 1;

    /// <summary>The pings around the ends of the measured time may make the rounds uneven by so much.</summary>
    private const double RoundTolerance = 0.1;

    private static readonly MetricKind EachKind = new("CPU of a ping", "µs");
    private static readonly MetricKind DefaultKind = new("CPU at the default interval", "% of a core");
    private static readonly MetricKind BackgroundKind = new("CPU with nobody connected", "% of a core");

    public static Command Command()
    {
        var common = new CommonOptions();
        var connections = new Option<int>("--connections") { Description = "How many connections.", DefaultValueFactory = _ => 10_000 };
        var interval = new Option<int>("--interval") { Description = "Seconds between two rounds; 30 is the default of Netra.", DefaultValueFactory = _ => 5 };
        var rounds = new Option<int>("--rounds") { Description = "How many rounds are measured.", DefaultValueFactory = _ => 6 };
        var command = new Command("heartbeat", "Processor time of heartbeats.") { connections, interval, rounds };
        common.AddTo(command);
        common.Run(command, (parsed, run) => new HeartbeatWorkload(
            run, parsed.GetValue(connections), parsed.GetValue(interval), parsed.GetValue(rounds)).RunAsync());
        return command;
    }

    private async Task RunAsync()
    {
        OpenFileLimit.Require(connections);
        await using var cluster = await NetraCluster.StartAsync(
            run, split: true, ("Netra:Gateway:HeartbeatInterval", Seconds(interval)), ("Netra:Gateway:HeartbeatTimeout", Seconds((3 * interval) + 30)));
        var length = TimeSpan.FromSeconds(interval * rounds);
        await using (await Crowd.OpenAsync(run, Math.Min(connections, 200), cluster.Port, user => cluster.Keys.TargetOf("warm-" + user)))
        {
            await WaitAsync("Warming up", TimeSpan.FromSeconds(interval + 1));
        }

        var alone = new CpuWatch(cluster.GatewayId);
        await WaitAsync("Nobody is connected", length);
        var background = alone.Of(0) / alone.Elapsed;

        await using var crowd = await Crowd.OpenAsync(run, connections, cluster.Port, cluster.Keys.TargetOf);
        await WaitAsync("Warming up", TimeSpan.FromSeconds(interval * WarmUpRounds));
        var watch = new CpuWatch(cluster.GatewayId, cluster.SiloId!.Value);
        var pings = crowd.Pings;
        await WaitAsync("Heartbeats", length);
        pings = crowd.Pings - pings;
        var (gateway, silo, own, elapsed) = (watch.Of(0), watch.Of(1), watch.Own, watch.Elapsed);
        crowd.ThrowIfLost();
        Show(pings, background, gateway, silo, own, elapsed);
    }

    private void Show(long pings, double background, double gateway, double silo, double own, double elapsed)
    {
        var measuredRounds = pings / (double)connections;
        var (fewest, most) = ((elapsed / (interval + WheelStep)) - RoundTolerance, (elapsed / interval) + RoundTolerance);
        if (measuredRounds < fewest || measuredRounds > most)
            run.Report.Say($"{Figure.Of(measuredRounds, "0.00")} rounds in {Figure.Of(elapsed)} s is not one in {interval} s: the machine was too busy, or --rounds too few.");
        var each = gateway / Math.Max(1, pings);
        var percent = 100 * each * connections / DefaultInterval;
        run.Report.Write("heartbeat", new
        {
            connections,
            interval,
            rounds = measuredRounds,
            pings,
            gatewayCpuSeconds = gateway,
            siloCpuSeconds = silo,
            benchCpuSeconds = own,
            elapsedSeconds = elapsed,
            backgroundPercent = 100 * background,
            microsecondsEach = 1e6 * each,
            percentAtDefault = percent,
        });
        var setting = $"{Figure.Whole(connections)} connections, a round every {interval} s";
        run.Report.Add(
            new Outcome("heartbeat", setting, "gateway", IsDurable: false, Rounds: 1, [EachKind.Of(1e6 * each), DefaultKind.Of(percent), BackgroundKind.Of(100 * background)], []),
            isShown: false);
        run.Report.Table(
            $"Heartbeats of {connections} connections, measured every {interval} s",
            ["", "figure"],
            [
                ["pings answered", $"{Figure.Whole(pings)} in {Figure.Of(measuredRounds, "0.00")} rounds"],
                ["CPU of the gateway", $"{Figure.Of(gateway, "0.00")} s in {Figure.Of(elapsed)} s"],
                ["CPU of the silo, of this program", $"{Figure.Of(silo, "0.00")} s, {Figure.Of(own, "0.00")} s"],
                ["gateway with nobody connected", $"{Figure.Percent(100 * background)} of a core"],
                ["a ping and its answer", $"{Figure.Of(1e6 * each)} µs"],
                ["at the default of 30 s", $"{Figure.Percent(percent)} of a core"],
            ]);
        run.Report.Require(
            $"heartbeats of {connections} connections", $"under {RequiredPercent} % of a core", Figure.Percent(percent), percent < RequiredPercent);
    }

    private async Task WaitAsync(string what, TimeSpan length)
    {
        run.Report.Say($"{what}: {length.TotalSeconds} s");
        await Task.Delay(length, run.CancellationToken);
    }

    private static string Seconds(int seconds) => TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
}
