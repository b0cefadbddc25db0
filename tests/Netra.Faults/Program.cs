using System.CommandLine;
using Netra.Faults;

var runs = new RunCommands();
var root = new RootCommand("Breaks a Netra cluster in ways that a seed decides, and checks from outside that nothing acknowledged is lost or repeated. Needs root, for network namespaces.")
{
    runs.Run(),
    runs.Rolling(),
    Commands.Check(),
    Commands.Clean(),
};

// Ctrl-C cancels; what the run has started is then ended and swept away before the process goes.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
