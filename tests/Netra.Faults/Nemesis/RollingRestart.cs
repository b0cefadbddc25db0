namespace Netra.Faults;

/// <summary>Restarts every process in order, one by one, as a deployment does: the next one's turn comes when the one before is ready again.</summary>
internal sealed class RollingRestart(TestedCluster cluster, HistoryRecorder history)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(60);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var process in cluster.Processes)
        {
            await Task.Delay(Between, cancellationToken);
            number++;
            Tell(number, process, begins: true);
            var starts = process.Starts;
            process.AskToStop();
            await process.ExitAsync(cancellationToken).WaitAsync(GracePeriod, cancellationToken);
            while (process.Starts == starts) await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            await cluster.UntilReadyAsync(cancellationToken);
            Tell(number, process, begins: false);
        }

        await Task.Delay(Between, cancellationToken);
    }

    private void Tell(int number, HostProcess process, bool begins) => history.Add(new FaultPhase
    {
        AtMs = history.NowMs,
        Fault = number,
        Kind = FaultKind.Terminate,
        Targets = [process.Name],
        Begins = begins,
        Note = "rolling",
    });
}
