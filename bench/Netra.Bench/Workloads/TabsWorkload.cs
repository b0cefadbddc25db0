using System.CommandLine;

namespace Netra.Bench;

/// <summary><c>tabs</c>: one user with several connections, who all get everything. Each delivery counts.</summary>
internal static class TabsWorkload
{
    private const string Name = "tabs";

    /// <summary>As shipped a user may have five connections.</summary>
    private const int MostTabs = 5;

    public static Command Command()
    {
        var common = new CommonOptions();
        var load = new LoadCommandOptions(3, "kestrel", "signalr", "signalr-redis", "netra");
        var tabs = CheckedOption.Number("--tabs", "Connections of the user.", MostTabs, highest: MostTabs);
        var batch = CheckedOption.Number("--batch", "Messages of a call; one call is under way.", 10, highest: 1_000);
        var rates = RateOption.Create("100", "1000", RateOption.Fastest);
        var seconds = CheckedOption.Seconds("--seconds", "How long a round is.", 3);
        var command = new Command(Name, "Messages to one user with several connections.") { tabs, batch, rates, seconds };
        load.AddTo(command);
        common.AddTo(command);
        common.Run(command, (parsed, run) => RunAsync(run, load.Read(parsed), load.ServersOf(parsed, run), load.IsQuick(parsed)
            ? SettingsOf(MostTabs, 10, [200, null], TimeSpan.FromSeconds(0.5))
            : SettingsOf(parsed.GetValue(tabs), parsed.GetValue(batch), RateOption.Read(parsed, rates), TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
        return command;
    }

    private static Task RunAsync(RunContext run, LoadOptions options, IReadOnlyList<string> servers, IReadOnlyList<LoadSetting> settings) =>
        new LoadRunner(run, Name, options, LoadServers.Starter(run, OneUserLog.SettingsFor(0))).ReportAsync(settings, servers);

    private static IReadOnlyList<LoadSetting> SettingsOf(int tabs, int batch, double?[] rates, TimeSpan length)
    {
        var settings =
            from rate in rates
            let pacing = PushSettings.PacingOf(rate, length)
            select new LoadSetting($"{tabs} connections, {PushSettings.InWords(batch)}, {pacing.Name}", new LoadShape(1, tabs), pacing, batch, Publishers: 1);
        return [.. settings];
    }
}
