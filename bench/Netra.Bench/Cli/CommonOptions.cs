using System.CommandLine;

namespace Netra.Bench;

/// <summary>What every workload can be told.</summary>
internal sealed class CommonOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON, one object a line, instead of tables." };
    private readonly Option<bool> _check = new("--check") { Description = "Exit with 2 when a figure misses what is required." };
    private readonly Option<string?> _host = new("--host") { Description = "The Netra.Host.dll to measure; by default the one built beside this program." };

    private readonly Option<string?> _gc = new("--gc")
    {
        Description = "server or workstation: the garbage collector of every server process; by default that which Netra.Host ships with.",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting of Netra other than as shipped, such as Netra:Gateway:LeaseInterval=00:00:20. May be given several times.",
    };

    public void AddTo(Command command)
    {
        _gc.AcceptOnlyFromAmong("server", "workstation");
        command.Options.Add(_json);
        command.Options.Add(_check);
        command.Options.Add(_host);
        command.Options.Add(_gc);
        command.Options.Add(_set);
    }

    /// <summary>Makes a command run a workload, with its beginning and its end.</summary>
    public void Run(Command command, Func<ParseResult, RunContext, Task> workload) => command.SetAction(async (parsed, cancellationToken) =>
    {
        try
        {
            var host = new NetraProgram(parsed.GetValue(_host), parsed.GetValue(_gc), parsed.GetValue(_set) ?? []);
            var run = new RunContext(new Report(parsed.GetValue(_json)), host, cancellationToken);
            run.Report.Begin(command.Name, parsed.Tokens.Select(token => token.Value), host);
            await workload(parsed, run);
            return run.Report.End() || !parsed.GetValue(_check) ? 0 : 2;
        }
        catch (BenchException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Cancelled.");
            return 130;
        }
    });
}
