using System.CommandLine;

namespace Netra.Bench;

/// <summary>
/// <c>echo</c>: clients send, and what they sent comes back. With Netra that is a durable message that is relayed: accepted, committed, and then sent to its user's connections.
/// </summary>
internal static class EchoWorkload
{
    private const string Name = "echo";

    /// <summary>As shipped, a client may send 50 messages a second: it is not the limit that is measured.</summary>
    private static readonly (string, string)[] NetraSettings =
        [("Netra:Gateway:MessagesPerSecond", "1000000"), ("Netra:Gateway:UserMessagesPerSecond", "1000000")];

    public static Command Command()
    {
        var common = new CommonOptions();
        var load = new LoadCommandOptions(3, "kestrel", "signalr", "netra");
        var users = CheckedOption.Numbers("--users", "How many users, each with one connection.", 1_000);
        var rates = RateOption.Create("1000", "5000", RateOption.Fastest);
        var seconds = CheckedOption.Seconds("--seconds", "How long a round is.", 3);
        var command = new Command(Name, "Messages of clients and back. At max each client has one under way.") { users, rates, seconds };
        load.AddTo(command);
        common.AddTo(command);
        common.Run(command, (parsed, run) => RunAsync(run, load.Read(parsed), load.ServersOf(parsed, run), load.IsQuick(parsed)
            ? SettingsOf([20], [200, null], TimeSpan.FromSeconds(0.5))
            : SettingsOf(parsed.GetValue(users)!, RateOption.Read(parsed, rates), TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
        return command;
    }

    private static Task RunAsync(RunContext run, LoadOptions options, IReadOnlyList<string> servers, IReadOnlyList<LoadSetting> settings) =>
        new LoadRunner(run, Name, options, LoadServers.Starter(run, NetraSettings)).ReportAsync(settings, servers);

    private static IReadOnlyList<LoadSetting> SettingsOf(int[] users, double?[] rates, TimeSpan length)
    {
        var settings =
            from count in users
            from rate in rates
            let pacing = PushSettings.PacingOf(rate, length)
            select new LoadSetting($"{Figure.Whole(count)} users, {pacing.Name}", new LoadShape(count), pacing, Batch: 1, Publishers: 0);
        return [.. settings];
    }
}
