using System.CommandLine;

namespace Netra.Bench;

/// <summary>
/// <c>cluster</c>: <c>push</c> on several gateways and silos with their logs in PostgreSQL, all on this machine. Clients and publishers are spread over the gateways; the
/// processor time counts that of the database too.
/// </summary>
internal static class ClusterWorkload
{
    private const string Name = "cluster";

    public static Command Command()
    {
        var common = new CommonOptions();
        var load = new LoadCommandOptions(3);
        var gateways = CheckedOption.Number("--gateways", "How many gateways.", 2, highest: 16);
        var silos = CheckedOption.Number("--silos", "How many silos.", 2, highest: 16);
        var users = CheckedOption.Numbers("--users", "How many users, each with one connection.", 1_000);
        var batches = CheckedOption.Numbers("--batch", "Messages of a call; 1: one by one. At most 1,000.", 100, 1);
        var rates = RateOption.Create("1000", "5000", "20000", RateOption.Fastest);
        var publishers = CheckedOption.Number("--publishers", "Calls under way at once; 0: 8 in batches, 64 one by one.", 0, lowest: 0, highest: 10_000);
        var seconds = CheckedOption.Seconds("--seconds", "How long a round is.", 3);
        var command = new Command(Name, "Messages to connected users of a cluster on PostgreSQL.") { gateways, silos, users, batches, rates, publishers, seconds };
        load.AddTo(command);
        common.AddTo(command);
        common.Run(command, (parsed, run) => RunAsync(run, load.Read(parsed), parsed.GetValue(gateways), parsed.GetValue(silos), load.IsQuick(parsed)
            ? PushSettings.Of([20], [10, 1], [200, null], publishers: 2, TimeSpan.FromSeconds(0.5))
            : PushSettings.Of(
                parsed.GetValue(users)!, parsed.GetValue(batches)!, RateOption.Read(parsed, rates), parsed.GetValue(publishers),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
        return command;
    }

    private static Task RunAsync(RunContext run, LoadOptions options, int gateways, int silos, IReadOnlyList<LoadSetting> settings)
    {
        var runner = new LoadRunner(run, Name, options, async _ => await NetraServer.StartClusterAsync(run, gateways, silos, []));
        return runner.ReportAsync([.. settings.Select(setting => setting with { Name = $"{gateways} gateways, {silos} silos, {setting.Name}" })], [ServerNames.Netra]);
    }
}
