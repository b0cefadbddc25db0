using System.CommandLine;
using System.Globalization;

namespace Netra.Faults;

/// <summary><c>run</c> and <c>rolling</c>.</summary>
internal sealed class RunCommands
{
    private readonly Option<int> _seed = new("--seed") { Description = "What decides the load and the faults.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _runs = new("--runs") { Description = "How many runs, each with the next seed.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _minutes = new("--minutes") { Description = "How long the load of a run lasts.", DefaultValueFactory = _ => 3 };
    private readonly Option<string> _faults = new("--faults") { Description = $"Which faults, of {string.Join(", ", FaultNames.All.Keys)}; or none.", DefaultValueFactory = _ => string.Join(',', FaultNames.All.Keys) };
    private readonly Option<int> _users = new("--users") { Description = "How many users.", DefaultValueFactory = _ => 40 };
    private readonly Option<int> _publishers = new("--publishers") { Description = "How many publishers.", DefaultValueFactory = _ => 12 };
    private readonly Option<int> _silos = new("--silos") { Description = "How many processes with user grains.", DefaultValueFactory = _ => 2 };
    private readonly Option<int> _gateways = new("--gateways") { Description = "How many processes with sockets.", DefaultValueFactory = _ => 2 };
    private readonly Option<bool> _together = new("--together") { Description = "Every process does both: as many as --silos says, and no others." };
    private readonly Option<bool> _embedded = new("--embedded") { Description = "One process with everything on the embedded store, in place of a cluster on PostgreSQL." };
    private readonly Option<string?> _host = new("--host") { Description = "The Netra.Host.dll to test; by default the one built beside this program." };
    private readonly Option<string?> _bug = new("--bug") { Description = "Plants a fault into the product, which the run should find: ack-early, skip-fencing or skip-reattach." };
    private readonly Option<string> _directory = new("--directory") { Description = "Where histories and logs go.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "netra-faults") };

    public Command Run()
    {
        var command = new Command("run", "Runs a cluster under load while its processes, its network and its database break, and judges what came of it.")
        {
            _seed, _runs, _minutes, _faults, _users, _publishers, _silos, _gateways, _together, _embedded, _host, _bug, _directory,
        };
        command.SetAction((parsed, cancellationToken) => Commands.GuardAsync(() => RunAllAsync(parsed, isRolling: false, cancellationToken)));
        return command;
    }

    public Command Rolling()
    {
        var command = new Command("rolling", "Restarts every process one by one under load, and judges what was lost and how long deliveries took.")
        {
            _seed, _runs, _users, _publishers, _silos, _gateways, _together, _embedded, _host, _bug, _directory,
        };
        command.SetAction((parsed, cancellationToken) => Commands.GuardAsync(() => RunAllAsync(parsed, isRolling: true, cancellationToken)));
        return command;
    }

    private async Task<int> RunAllAsync(ParseResult parsed, bool isRolling, CancellationToken cancellationToken)
    {
        var isRight = true;
        for (var i = 0; i < parsed.GetValue(_runs); i++)
        {
            var seed = parsed.GetValue(_seed) + i;
            var options = Options(parsed, seed, isRolling);
            await new FaultRun(options).RunAsync(cancellationToken);
            isRight &= await Commands.JudgeAsync(options.Directory);
        }

        return isRight ? 0 : 2;
    }

    private RunOptions Options(ParseResult parsed, int seed, bool isRolling)
    {
        var directory = Path.Combine(parsed.GetValue(_directory)!, string.Create(CultureInfo.InvariantCulture, $"{(isRolling ? "rolling" : "run")}-{seed}"));
        return new RunOptions
        {
            Seed = seed,
            Length = TimeSpan.FromMinutes(isRolling ? 0 : parsed.GetValue(_minutes)),
            Faults = isRolling ? [] : FaultNames.Parse(parsed.GetValue(_faults)!),
            IsRolling = isRolling,
            Directory = directory,
            Cluster = new ClusterOptions
            {
                Host = parsed.GetValue(_host),
                IsTogether = parsed.GetValue(_together),
                IsEmbedded = parsed.GetValue(_embedded),
                Silos = parsed.GetValue(_silos),
                Gateways = parsed.GetValue(_gateways),
                Bug = parsed.GetValue(_bug),
                LogDirectory = Path.Combine(directory, "logs"),
            },
            Load = new LoadOptions
            {
                Seed = seed,
                Users = parsed.GetValue(_users),
                Publishers = parsed.GetValue(_publishers),
                TabsComeAndGo = !isRolling,
                // With a planted fault some never get what they wait for.
                Patience = TimeSpan.FromSeconds(parsed.GetValue(_bug) is null ? 60 : 15),
            },
        };
    }
}
