using System.CommandLine;

namespace Netra.Bench;

/// <summary><c>push</c>: a service publishes over HTTP to users with one connection each, at rates and as fast as it goes, in batches and one by one.</summary>
internal sealed class PushWorkload : IWorkload
{
    private const string CommandName = "push";

    /// <summary>What other commands run of it: three rounds of a few seconds.</summary>
    private static readonly LoadOptions ShortOptions = new(Rounds: 3, TimeSpan.FromSeconds(5), Readers: 1);

    private static readonly TimeSpan ShortLength = TimeSpan.FromSeconds(4);

    public string Name => CommandName;

    public IReadOnlyList<string> Settings => [.. ShortSettings().Select(setting => setting.Name)];

    public IReadOnlyList<string> Servers => LoadServers.Available;

    public static Command Command()
    {
        var common = new CommonOptions();
        var load = new LoadCommandOptions(3, "kestrel", "signalr", "signalr-redis", "netra");
        var users = CheckedOption.Numbers("--users", "How many users, each with one connection.", 1_000);
        var batches = CheckedOption.Numbers("--batch", "Messages of a call; 1: one by one. At most 1,000.", 100, 1);
        var publishers = CheckedOption.Number("--publishers", "Calls under way at once; 0: 8 in batches, 64 one by one.", 0, lowest: 0, highest: 10_000);
        var seconds = CheckedOption.Seconds("--seconds", "How long a round is.", 1.5);
        var rates = RateOption.Create("1000", "5000", "20000", RateOption.Fastest);
        var command = new Command(CommandName, "Messages to connected users over HTTP, on Netra and its peers side by side.") { users, batches, rates, publishers, seconds };
        load.AddTo(command);
        common.AddTo(command);
        common.Run(command, (parsed, run) => RunAsync(run, load.Read(parsed), load.ServersOf(parsed, run), load.IsQuick(parsed)
            ? QuickSettings()
            : PushSettings.Of(
                parsed.GetValue(users)!, parsed.GetValue(batches)!, RateOption.Read(parsed, rates), parsed.GetValue(publishers),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
        return command;
    }

    public Task<IReadOnlyList<Outcome>> RunAsync(RunContext run, IReadOnlyList<string> settings, IReadOnlyList<string> servers) =>
        new LoadRunner(run, CommandName, ShortOptions, LoadServers.Starter(run)).RunAsync([.. ShortSettings().Where(setting => settings.Contains(setting.Name))], servers);

    private static Task RunAsync(RunContext run, LoadOptions options, IReadOnlyList<string> servers, IReadOnlyList<LoadSetting> settings) =>
        new LoadRunner(run, CommandName, options, LoadServers.Starter(run)).ReportAsync(settings, servers);

    private static IReadOnlyList<LoadSetting> QuickSettings() => PushSettings.Of([20], [10, 1], [200, null], publishers: 2, TimeSpan.FromSeconds(0.5));

    private static IReadOnlyList<LoadSetting> ShortSettings() => PushSettings.Of([1_000], [100, 1], [5_000, null], publishers: 0, ShortLength);
}
