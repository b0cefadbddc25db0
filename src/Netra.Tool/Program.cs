using System.CommandLine;
using System.CommandLine.Invocation;
using Netra.Tool;

var options = new ToolOptions();
var root = new RootCommand("""
    Talks to a Netra server: publishes messages, listens as a client, and looks after users.

    Without --url the server is the one on this machine, http://localhost:5080. The API key of a server in Development is known and need not be passed. Otherwise
    pass --key or, better, NETRA_KEY: what stands on a command line is seen by others. Results go to standard output, everything else to standard error.
    Exits with 0 when all was done, with 1 when something was not, with 2 when what it was given is wrong and nothing was done, and with 130 when Ctrl-C ended it.
    """)
{
    PublishCommand.Create(options),
    SendCommand.Create(options),
    ListenCommand.Create(options),
    UserCommand.Create(options),
    StateCommand.Create(options),
    DeadLettersCommand.Create(options),
};
options.AddTo(root);

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    // What is wrong is said, a line each, and not everything that would be right.
    var output = new ToolOutput(Console.Out, Console.Error, isJson: args.Contains("--json"));
    foreach (var error in parsed.Errors) output.Fail(new UsageException(string.Join(' ', error.Message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))));
    return ExitCodes.WrongUsage;
}

// Ctrl-C cancels; what is under way then has this long to end.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
