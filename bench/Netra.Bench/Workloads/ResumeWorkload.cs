using System.CommandLine;

namespace Netra.Bench;

/// <summary>
/// <c>resume</c>: all clients are cut off with a TCP reset, each is published to meanwhile, and then all come back at once, each from where it was. What counts as a latency
/// is how long a client took, from the moment when all began to come back, to have all that it had missed. A peer that keeps nothing has lost it.
/// </summary>
internal sealed class ResumeWorkload(RunContext run, LoadOptions options, int users, int messages, bool restarts)
{
    private const string Name = "resume";
    private const int Publishers = 8;
    private const int QuickUsers = 16;
    private const int QuickMessages = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Command Command()
    {
        var common = new CommonOptions();
        var load = new LoadCommandOptions(3, "netra");
        var users = CheckedOption.Number("--users", $"How many users, each with one connection; a multiple of {Publishers}.", 1_000);
        var messages = CheckedOption.Number("--messages", "Messages to each while it is away.", 20, highest: 1_000);
        var restart = new Option<bool>("--restart-server") { Description = "Kill the server while the clients are away, and start it again." };
        var command = new Command(Name, "All clients come back at once, and get what they missed.") { users, messages, restart };
        load.AddTo(command);
        common.AddTo(command);
        common.Run(command, (parsed, run) =>
        {
            var isQuick = load.IsQuick(parsed);
            var workload = new ResumeWorkload(
                run, load.Read(parsed), isQuick ? QuickUsers : parsed.GetValue(users), isQuick ? QuickMessages : parsed.GetValue(messages), parsed.GetValue(restart));
            return workload.RunAsync(load.ServersOf(parsed, run));
        });
        return command;
    }

    private async Task RunAsync(IReadOnlyList<string> servers)
    {
        if (users % Publishers != 0) throw new BenchException($"--users must be a multiple of {Publishers}, not {users}.");
        OpenFileLimit.Require(users);
        foreach (var server in servers) run.Report.Add(await MeasureAsync(server));
    }

    private async Task<Outcome> MeasureAsync(string name)
    {
        var shape = new LoadShape(users);
        run.Report.Say($"{Name}: starting {name}, {users} connections");
        await using var target = await LoadTarget.OpenAsync(run, await LoadServers.Starter(run)(name), shape, options.Readers);
        var rounds = new List<LoadRound>();
        // Servers that are killed within seconds of their first client are not what is measured.
        await RoundAsync(target, isRestarted: false);
        await Task.Delay(options.WarmUp, run.CancellationToken);
        for (var round = 1; round <= options.Rounds; round++)
        {
            var shown = await RoundAsync(target, restarts);
            rounds.Add(shown);
            var lost = shown.Delivered.Faults.Lost;
            var times = shown.LatencyCount == 0 ? "" : $"all had everything after {Figure.Ms(shown.LatencyAt(100))} ms, half after {Figure.Ms(shown.LatencyAt(50))} ms; ";
            run.Report.Say($"{round}/{options.Rounds} {Name}, {name}: {times}{lost} of {users * messages} lost");
        }

        var setting = $"{Figure.Whole(users)} users, {messages} messages each{(restarts ? ", server restarted" : "")}";
        return LoadMetrics.OutcomeOf(Name, setting, target.Server, shape, rounds, withParts: false);
    }

    private async Task<LoadRound> RoundAsync(LoadTarget target, bool isRestarted)
    {
        // One message to each of a publisher's users in a call.
        var setting = new LoadSetting(Name, new LoadShape(users), Pacing.AtOnce(users, Longest), users / Publishers, Publishers);
        using var sender = target.SenderOf(setting);
        await target.SettleAsync(sender, setting.Pacing, run.CancellationToken);
        await target.DropAsync();
        await target.SendAsync(sender, Pacing.AtOnce(users * messages, Longest), run.CancellationToken);
        if (isRestarted) await target.RestartAsync(run);
        return await target.ResumeAsync(messages, run.CancellationToken);
    }
}
