using System.CommandLine;

namespace Netra.Bench;

/// <summary>
/// <c>hostile</c>: what a healthy user notices of hostile clients. For each way to be hostile some rounds: a stretch undisturbed, then one of the same
/// length while the attack runs, in the same process and on the same connection.
/// </summary>
internal sealed class HostileWorkload(RunContext run, TimeSpan length, int rounds, int rate, bool withReference)
{
    private const string User = "healthy";
    private const double RequiredRatio = 2;

    /// <summary>Long enough that the log has reached its limit of 1,000 messages and the code is compiled.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Between the beginning of an attack and the measurement, and behind its end.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly List<HostileFigures> _figures = [];

    public static Command Command()
    {
        var common = new CommonOptions();
        var seconds = new Option<int>("--seconds") { Description = "How long each stretch is.", DefaultValueFactory = _ => 6 };
        var rounds = new Option<int>("--rounds") { Description = "How often each attack is run; the median counts.", DefaultValueFactory = _ => 5 };
        var rate = new Option<int>("--rate") { Description = "Publishes a second to the healthy user, and as many pings.", DefaultValueFactory = _ => 200 };
        var kinds = new Option<string[]>("--attack") { Description = "Only these attacks.", AllowMultipleArgumentsPerToken = true };
        kinds.AcceptOnlyFromAmong([.. AttackKind.All.Select(kind => kind.Name)]);
        var reference = new Option<bool>("--reference")
        {
            Description = "Run each attack against a bare Kestrel too, while the healthy user is on Netra: what the machine alone costs him.",
        };
        var command = new Command("hostile", "A healthy user beside hostile clients.") { seconds, rounds, rate, kinds, reference };
        common.AddTo(command);
        common.Run(command, (parsed, run) =>
        {
            var workload = new HostileWorkload(
                run, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(rate), parsed.GetValue(reference));
            var wanted = parsed.GetValue(kinds) ?? [];
            return workload.RunAsync([.. AttackKind.All.Where(kind => wanted.Length == 0 || wanted.Contains(kind.Name))]);
        });
        return command;
    }

    private async Task RunAsync(IReadOnlyList<AttackKind> kinds)
    {
        OpenFileLimit.Require(2_000);
        await using var cluster = await NetraCluster.StartAsync(run, split: false);
        await using var peer = withReference ? await PeerServer.StartKestrelAsync(run) : null;
        await using var healthy = await HealthyUser.ConnectAsync(run, cluster, User, rate);
        run.Report.Say($"Warming up: {WarmUp.TotalSeconds} s");
        await healthy.MeasureAsync(WarmUp, run.CancellationToken);
        foreach (var kind in kinds)
        {
            run.Report.Say($"{kind.Name}: {kind.What}");
            var measured = new List<HostileRound>();
            for (var i = 0; i < rounds; i++) measured.Add(await MeasureRoundAsync(healthy, cluster, peer, kind));
            var figures = new HostileFigures(kind, measured);
            run.Report.Write("hostile", figures.ToJson());
            foreach (var outcome in figures.ToOutcomes()) run.Report.Add(outcome, isShown: false);
            _figures.Add(figures);
        }

        Show();
    }

    private async Task<HostileRound> MeasureRoundAsync(HealthyUser healthy, NetraCluster cluster, PeerServer? peer, AttackKind kind)
    {
        var calm = await MeasureCalmAsync(healthy, cluster);
        var reference = peer is not null && kind.HasReference
            ? await MeasureAsync(healthy, cluster, kind, new AttackTarget(peer.Port, cluster.Keys, User))
            : null;
        return new HostileRound(calm, reference, await MeasureAsync(healthy, cluster, kind, new AttackTarget(cluster.Port, cluster.Keys, User)));
    }

    private async Task<HostileStretch> MeasureCalmAsync(HealthyUser healthy, NetraCluster cluster)
    {
        var watch = new CpuWatch(cluster.GatewayId);
        var figures = await healthy.MeasureAsync(length, run.CancellationToken);
        return new HostileStretch(figures, watch.Of(0) / watch.Elapsed, watch.Own / watch.Elapsed, 0, new Dictionary<string, double>());
    }

    private async Task<HostileStretch> MeasureAsync(HealthyUser healthy, NetraCluster cluster, AttackKind kind, AttackTarget target)
    {
        await using var attack = await AttackProcess.StartAsync(run, kind, target);
        await Task.Delay(Pause, run.CancellationToken);
        var watch = new CpuWatch(cluster.GatewayId, attack.Id);
        var figures = await healthy.MeasureAsync(length, run.CancellationToken);
        var stretch = new HostileStretch(figures, watch.Of(0) / watch.Elapsed, watch.Own / watch.Elapsed, watch.Of(1) / watch.Elapsed, Outcomes: null!);
        stretch = stretch with { Outcomes = await attack.FinishAsync(run.CancellationToken) };
        await Task.Delay(Pause, run.CancellationToken);
        return stretch;
    }

    private void Show()
    {
        run.Report.Table(
            $"A healthy user: p50 / p99 in ms at {rate} a second each, medians of {rounds} rounds of {length.TotalSeconds} s; CPU in percent of a core",
            ["while", "echo", "publish to delivery", "p99, times undisturbed", "missing", "CPU Netra, this, attackers", "the attack, a second"],
            _figures.SelectMany(figures => figures.ToRows()));
        foreach (var figures in _figures)
        {
            run.Report.Require(
                figures.Kind.What, $"median p99 within {RequiredRatio} times the undisturbed", $"{Figure.Times(figures.EchoRatio)}, {Figure.Times(figures.DeliveryRatio)}",
                figures.EchoRatio <= RequiredRatio && figures.DeliveryRatio <= RequiredRatio);
        }
    }
}
