using System.CommandLine;
using Netra.Bench;

// Those that a budget may speak of.
IReadOnlyList<IWorkload> workloads = [new PushWorkload()];

var root = new RootCommand("Measures Netra from outside: real server processes, real sockets, this process as the load and the clock.")
{
    IdleWorkload.Command(),
    StartWorkload.Command(),
    HeartbeatWorkload.Command(),
    HostileWorkload.Command(),
    PublishWorkload.Command(),
    PushWorkload.Command(),
    EchoWorkload.Command(),
    TabsWorkload.Command(),
    FanOutWorkload.Command(),
    BurstWorkload.Command(),
    ResumeWorkload.Command(),
    ClusterWorkload.Command(),
    LogWorkload.Command(),
    BudgetCommand.Command(workloads),
    CompareCommand.Command(),
    PageCommand.Command(),
    // What this program starts of itself.
    AttackCommand.Command(),
};

// Ctrl-C cancels; what the run has started is then ended and swept away before the process goes.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
