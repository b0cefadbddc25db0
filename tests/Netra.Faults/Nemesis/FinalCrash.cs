namespace Netra.Faults;

/// <summary>
/// Takes every memory of users' logs away at once: all processes with user grains are killed and the database crashes, then they are started again. What is read behind it
/// is read from disk.
/// </summary>
internal sealed class FinalCrash(TestedCluster cluster, HistoryRecorder history)
{
    /// <summary>Before the first fault of a plan.</summary>
    private const int Number = 0;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var silos = cluster.Processes.Where(process => process.HasGrains).ToList();
        Tell(silos, begins: true);
        foreach (var silo in silos) silo.Hold();
        try
        {
            foreach (var silo in silos) silo.Kill();
            if (cluster.Database is { } database)
            {
                await database.CrashAsync();
                await cluster.StartDatabaseAgainAsync();
            }

            foreach (var silo in silos) await silo.ExitAsync(cancellationToken);
        }
        finally
        {
            foreach (var silo in silos) silo.Release();
        }

        await cluster.UntilReadyAsync(cancellationToken);
        Tell(silos, begins: false);
    }

    private void Tell(IReadOnlyList<HostProcess> silos, bool begins) => history.Add(new FaultPhase
    {
        AtMs = history.NowMs,
        Fault = Number,
        Kind = FaultKind.Kill,
        Targets = [.. silos.Select(silo => silo.Name), .. cluster.Database is null ? [] : new[] { TestedCluster.DatabaseName }],
        Begins = begins,
        Note = "final",
    });
}
