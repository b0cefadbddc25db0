using System.CommandLine;

namespace Netra.Bench;

/// <summary>What every workload can be told.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write JSON, one object a line: into a file, or without one to standard output instead of tables.",
        HelpName = "file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _html = new("--html") { Description = "Write a page with charts into a file.", HelpName = "file" };
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

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="alwaysChecks">A figure that misses what is required is always a failure, so that there is nothing to choose.</param>
    public void AddTo(Command command, bool alwaysChecks = false)
    {
        _gc.AcceptOnlyFromAmong("server", "workstation");
        command.Options.Add(_json);
        command.Options.Add(_html);
        if (!alwaysChecks) command.Options.Add(_check);
        command.Options.Add(_host);
        command.Options.Add(_gc);
        command.Options.Add(_set);
    }

    /// <summary>Makes a command run a workload, with its beginning and its end.</summary>
    public void Run(Command command, Func<ParseResult, RunContext, Task> workload) => command.SetAction((parsed, cancellationToken) => ExitCodes.OfAsync(
        async () =>
        {
            var host = new NetraProgram(parsed.GetValue(_host), parsed.GetValue(_gc), parsed.GetValue(_set) ?? []);
            var run = new RunContext(new Report(TargetsOf(parsed)), host, cancellationToken);
            run.Report.Begin(command.Name, parsed.Tokens.Select(token => token.Value), host);
            await workload(parsed, run);
            var checks = !command.Options.Contains(_check) || parsed.GetValue(_check);
            return await run.Report.EndAsync() || !checks ? ExitCodes.Done : ExitCodes.Missed;
        },
        cancellationToken));

    private ReportTargets TargetsOf(ParseResult parsed)
    {
        var file = parsed.GetValue(_json);
        return new ReportTargets(parsed.GetResult(_json) is not null && file is null, file, parsed.GetValue(_html));
    }
}
