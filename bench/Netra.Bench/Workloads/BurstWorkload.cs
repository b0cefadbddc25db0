using System.CommandLine;

namespace Netra.Bench;

/// <summary><c>burst</c>: thousands of messages to one user at once, who has one connection.</summary>
internal static class BurstWorkload
{
    private const string Name = "burst";
    private const int QuickMessages = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Command Command()
    {
        var common = new CommonOptions();
        var load = new LoadCommandOptions(5, "kestrel", "signalr", "signalr-redis", "netra");
        var messages = CheckedOption.Number("--messages", "How many messages; a multiple of --batch.", 5_000, highest: 100_000);
        var batch = CheckedOption.Number("--batch", "Messages of a call; one call is under way, so that their order is known.", 100, highest: 1_000);
        var command = new Command(Name, "Many messages to one user at once.") { messages, batch };
        load.AddTo(command);
        common.AddTo(command);
        common.Run(command, (parsed, run) => RunAsync(
            run, load.Read(parsed), load.ServersOf(parsed, run), load.IsQuick(parsed) ? QuickMessages : parsed.GetValue(messages), parsed.GetValue(batch)));
        return command;
    }

    private static Task RunAsync(RunContext run, LoadOptions options, IReadOnlyList<string> servers, int messages, int batch)
    {
        if (messages % batch != 0) throw new BenchException($"--messages must be a multiple of --batch: {messages} is none of {batch}.");
        var setting = new LoadSetting(
            $"{Figure.Whole(messages)} messages, {PushSettings.InWords(batch)}", new LoadShape(1), Pacing.AtOnce(messages, Longest), batch, Publishers: 1);
        var settings = OneUserLog.SettingsFor(messages);
        return new LoadRunner(run, Name, options, LoadServers.Starter(run, settings)).ReportAsync([setting], servers);
    }
}
