namespace Netra.Bench;

/// <summary>
/// Measures settings on servers side by side: all servers of a shape of clients run at once, and the rounds of a setting go over them in turn, so that each meets the
/// same machine.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="workload">The name of the workload.</param>
/// <param name="options">How it is measured.</param>
/// <param name="start">Starts a server, by its name in outcomes.</param>
internal sealed class LoadRunner(RunContext run, string workload, LoadOptions options, Func<string, Task<LoadServer>> start)
{
    /// <summary>Messages of a call in the warm-up.</summary>
    private const int WarmUpBatch = 20;

    private const int WarmUpPublishers = 4;

    /// <summary>The length of a stretch before the first round of a setting, which nobody looks at.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    private bool _withParts;
    private int _done;
    private int _total;

    /// <summary>Measures, and adds the outcomes to the run's report.</summary>
    public async Task ReportAsync(IReadOnlyList<LoadSetting> settings, IReadOnlyList<string> servers)
    {
        foreach (var outcome in await RunAsync(settings, servers)) run.Report.Add(outcome);
    }

    /// <summary>Answers an outcome for each setting and server, in their order. A setting that comes twice is measured once.</summary>
    public async Task<IReadOnlyList<Outcome>> RunAsync(IReadOnlyList<LoadSetting> settings, IReadOnlyList<string> servers)
    {
        settings = [.. settings.DistinctBy(setting => setting.Name)];
        _total = settings.Count * servers.Count * options.Rounds;
        _withParts = servers.Count == 1;
        var outcomes = new List<Outcome>();
        foreach (var together in Together(settings.Max(setting => setting.Shape.Users * setting.Shape.PerUser), servers))
        {
            foreach (var group in settings.GroupBy(setting => (setting.Shape, setting.IsEcho)))
                outcomes.AddRange(await RunAsync([.. group], together, group.Key.Shape));
        }

        var order = settings.Select(setting => setting.Name).ToList();
        // A stable order: within a setting that of the servers.
        return [.. outcomes.OrderBy(outcome => order.IndexOf(outcome.Setting))];
    }

    /// <summary>All servers side by side, or one after the other where the clients of all of them are more than a process may have sockets.</summary>
    private IReadOnlyList<IReadOnlyList<string>> Together(int connections, IReadOnlyList<string> servers)
    {
        if (OpenFileLimit.TryRaise(servers.Count * connections)) return [servers];
        OpenFileLimit.Require(connections);
        run.Report.Say($"{servers.Count * connections} connections are more than this process may have: the servers are measured one after the other, not side by side.");
        return [.. servers.Select(server => (string[])[server])];
    }

    private async Task<IReadOnlyList<Outcome>> RunAsync(LoadSetting[] settings, IReadOnlyList<string> servers, LoadShape shape)
    {
        var targets = new List<LoadTarget>();
        try
        {
            foreach (var server in servers)
            {
                run.Report.Say($"{workload}: starting {server}, {shape.Users * shape.PerUser} connections");
                targets.Add(await LoadTarget.OpenAsync(run, await start(server), shape, options.Readers));
                await WarmUpAsync(targets[^1], settings[0]);
            }

            var outcomes = new List<Outcome>();
            foreach (var setting in settings) outcomes.AddRange(await MeasureAsync(setting, targets));
            return outcomes;
        }
        finally
        {
            foreach (var target in targets) await target.DisposeAsync();
        }
    }

    private async Task WarmUpAsync(LoadTarget target, LoadSetting like)
    {
        using var sender = target.SenderOf(like.IsEcho ? like : like with { Batch = Math.Min(WarmUpBatch, like.Batch), Publishers = WarmUpPublishers });
        await target.SettleAsync(sender, Pacing.Fastest(options.WarmUp), run.CancellationToken);
    }

    private async Task<IReadOnlyList<Outcome>> MeasureAsync(LoadSetting setting, List<LoadTarget> targets)
    {
        var senders = new List<ILoadSender>();
        try
        {
            foreach (var target in targets) senders.Add(target.SenderOf(setting));
            if (setting.Pacing.Count is null) await SettleAsync(setting, targets, senders);
            var rounds = targets.Select(_ => new List<LoadRound>()).ToList();
            for (var round = 0; round < options.Rounds; round++)
            {
                for (var i = 0; i < targets.Count; i++)
                {
                    rounds[i].Add(await targets[i].MeasureAsync(senders[i], setting.Pacing, run.CancellationToken));
                    Say(setting, targets[i].Server, rounds[i][^1]);
                }
            }

            for (var i = 0; i < targets.Count; i++) run.Report.Write("load", LoadMetrics.LoadOf(setting.Name, targets[i].Server, rounds[i]));
            return [.. targets.Select((target, i) => LoadMetrics.OutcomeOf(workload, setting.Name, target.Server, setting.Shape, rounds[i], _withParts))];
        }
        finally
        {
            foreach (var sender in senders) sender.Dispose();
        }
    }

    private async Task SettleAsync(LoadSetting setting, List<LoadTarget> targets, List<ILoadSender> senders)
    {
        var pacing = setting.Pacing.PerSecond is { } rate ? Pacing.At(rate, Settling) : Pacing.Fastest(Settling);
        for (var i = 0; i < targets.Count; i++) await targets[i].SettleAsync(senders[i], pacing, run.CancellationToken);
    }

    private void Say(LoadSetting setting, LoadServer server, LoadRound round)
    {
        var faults = round.Delivered.Faults;
        var wrong = faults == default && round.Sent.Refused == 0 ? "" : $", {faults.Lost} missing, {faults.Repeated} repeated, {faults.Reordered} reordered, {round.Sent.Refused} refused";
        run.Report.Say(
            $"{++_done}/{_total} {workload} {setting.Name}, {server.Name}: {Figure.Whole(round.Rate)} msg/s, p50 {Figure.Ms(round.LatencyAt(50))} ms, "
            + $"p99 {Figure.Ms(round.LatencyAt(99))} ms, {Figure.Of(round.CpuPer100K, "0.00")} s/100k{wrong}");
        if (round.Sent.Refusal is { } refusal) run.Report.Say($"The first refusal: {refusal}");
    }
}
