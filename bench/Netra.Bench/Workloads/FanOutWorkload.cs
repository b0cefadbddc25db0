using System.CommandLine;

namespace Netra.Bench;

/// <summary><c>fanout</c>: one message to each of many users at once. Its latency says when each of them had it; its largest, when all had.</summary>
internal static class FanOutWorkload
{
    private const string Name = "fanout";
    private const int QuickUsers = 50;
    private const int QuickBatch = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static Command Command()
    {
        var common = new CommonOptions();
        var load = new LoadCommandOptions(5, "kestrel", "signalr", "signalr-redis", "netra");
        var users = CheckedOption.Number("--users", "How many users, each with one connection; a multiple of --batch.", 5_000);
        var batch = CheckedOption.Number("--batch", "Messages of a call; all calls are made at once.", 1_000, highest: 1_000);
        var command = new Command(Name, "One message to each of many users at once.") { users, batch };
        load.AddTo(command);
        common.AddTo(command);
        common.Run(command, (parsed, run) => RunAsync(
            run, load.Read(parsed), load.ServersOf(parsed, run),
            load.IsQuick(parsed) ? SettingOf(QuickUsers, QuickBatch) : SettingOf(parsed.GetValue(users), parsed.GetValue(batch))));
        return command;
    }

    private static Task RunAsync(RunContext run, LoadOptions options, IReadOnlyList<string> servers, LoadSetting setting) =>
        new LoadRunner(run, Name, options, LoadServers.Starter(run)).ReportAsync([setting], servers);

    private static LoadSetting SettingOf(int users, int batch) => users % batch == 0
        ? new LoadSetting(
            $"{Figure.Whole(users)} users, {PushSettings.InWords(batch)}", new LoadShape(users), Pacing.AtOnce(users, Longest), batch, Publishers: users / batch)
        : throw new BenchException($"--users must be a multiple of --batch: {users} is none of {batch}.");
}
