using System.CommandLine;

namespace Netra.Bench;

/// <summary>What every workload of load can be told.</summary>
internal sealed class LoadCommandOptions
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["kestrel"] = ServerNames.RawKestrel,
        ["signalr"] = ServerNames.SignalR,
        ["signalr-redis"] = ServerNames.SignalRRedis,
        ["netra"] = ServerNames.Netra,
    };

    private static readonly LoadOptions QuickOptions = new(Rounds: 1, TimeSpan.FromSeconds(0.3), Readers: 1);

    private readonly Option<string[]>? _servers;
    private readonly Option<int> _rounds;
    private readonly Option<double> _warmUp = CheckedOption.Seconds("--warm-up", "Seconds for which each server is driven before it is measured.", 3);
    private readonly Option<int> _readers = CheckedOption.Number("--readers", "Threads that read the sockets of one server's clients.", 1, highest: 64);
    private readonly Option<bool> _quick = new("--quick") { Description = "A run of seconds with few clients, to see that all works. Its figures say nothing." };

    /// <param name="rounds">How many by default.</param>
    /// <param name="standard">The servers by default, of <c>kestrel</c>, <c>signalr</c>, <c>signalr-redis</c>, <c>netra</c>; empty: the workload is for one alone.</param>
    public LoadCommandOptions(int rounds, params string[] standard)
    {
        _rounds = CheckedOption.Number("--rounds", "How often each setting is measured on each server; the median counts.", rounds, highest: 1_000);
        if (standard.Length == 0) return;
        _servers = new Option<string[]>("--servers")
        {
            Description = "Which servers, side by side.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => standard,
        };
        _servers.AcceptOnlyFromAmong([.. Names.Keys]);
    }

    public void AddTo(Command command)
    {
        if (_servers is not null) command.Options.Add(_servers);
        command.Options.Add(_rounds);
        command.Options.Add(_warmUp);
        command.Options.Add(_readers);
        command.Options.Add(_quick);
    }

    public bool IsQuick(ParseResult parsed) => parsed.GetValue(_quick);

    public LoadOptions Read(ParseResult parsed) => IsQuick(parsed)
        ? QuickOptions
        : new LoadOptions(parsed.GetValue(_rounds), TimeSpan.FromSeconds(parsed.GetValue(_warmUp)), parsed.GetValue(_readers));

    /// <summary>The servers that were asked for and can be had, in the order of <see cref="LoadServers.Available"/>. Says which one can't.</summary>
    public IReadOnlyList<string> ServersOf(ParseResult parsed, RunContext run)
    {
        var wanted = (parsed.GetValue(_servers!) ?? []).Select(name => Names[name]).ToHashSet();
        IReadOnlyList<string> servers = [.. LoadServers.Available.Where(wanted.Contains)];
        foreach (var missing in wanted.Except(servers)) run.Report.Say($"{missing} is left out: redis-server is not installed.");
        return servers.Count > 0 ? servers : throw new BenchException("None of the servers can be run here: redis-server is not installed.");
    }
}
