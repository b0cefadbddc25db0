namespace Netra.Faults;

/// <summary>Does to the cluster what the plan says, each fault on its own so that they can overlap, and heals it.</summary>
internal sealed class FaultDriver(TestedCluster cluster, HistoryRecorder history) : IDisposable
{
    /// <summary>A process that was asked to end has so long, and is killed then.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(40);

    private readonly SemaphoreSlim _database = new(1);

    /// <summary>Carries out a plan; done when everything is healed.</summary>
    public Task RunAsync(IReadOnlyList<PlannedFault> plan, CancellationToken cancellationToken)
    {
        var begunMs = history.NowMs;
        return Task.WhenAll(plan.Select(fault => RunAsync(fault, begunMs, cancellationToken)));
    }

    public void Dispose() => _database.Dispose();

    private async Task RunAsync(PlannedFault fault, long begunMs, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, begunMs + fault.AtMs - history.NowMs)), cancellationToken);
        Tell(fault, begins: true);
        await (fault.Kind switch
        {
            FaultKind.Kill => EndAsync(fault, process => process.Kill(), cancellationToken),
            FaultKind.Terminate => EndAsync(fault, process => process.AskToStop(), cancellationToken),
            FaultKind.Pause => PauseAsync(fault, cancellationToken),
            FaultKind.BlackHole => UnplugAsync(fault, cancellationToken),
            FaultKind.Split => SplitAsync(fault, cancellationToken),
            FaultKind.Database => StopDatabaseAsync(fault, cancellationToken),
            _ => throw new InvalidOperationException($"No such fault: {fault.Kind}."),
        });
        Tell(fault, begins: false);
    }

    private async Task EndAsync(PlannedFault fault, Action<HostProcess> end, CancellationToken cancellationToken)
    {
        var process = cluster.Process(fault.Targets[0]);
        process.Hold();
        try
        {
            end(process);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(GracePeriod);
            try
            {
                await process.ExitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill();
            }

            await LastAsync(fault, cancellationToken);
        }
        finally
        {
            process.Release();
        }
    }

    private async Task PauseAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var process = cluster.Process(fault.Targets[0]);
        process.Pause();
        try
        {
            await LastAsync(fault, cancellationToken);
        }
        finally
        {
            process.Resume();
        }
    }

    private async Task UnplugAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var node = cluster.Nodes[fault.Targets[0]];
        await node.UnplugAsync();
        try
        {
            await LastAsync(fault, cancellationToken);
        }
        finally
        {
            await node.PlugInAsync();
        }
    }

    private async Task SplitAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var (one, other) = (cluster.Nodes[fault.Targets[0]], cluster.Nodes[fault.Targets[1]]);
        await one.CutAsync(other);
        if (fault.Variant is null) await other.CutAsync(one);
        try
        {
            await LastAsync(fault, cancellationToken);
        }
        finally
        {
            await one.MendAsync(other);
            if (fault.Variant is null) await other.MendAsync(one);
        }
    }

    private async Task StopDatabaseAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        // Two faults of the database at once are one after the other.
        await _database.WaitAsync(cancellationToken);
        try
        {
            var database = cluster.Database!;
            await (fault.Variant switch
            {
                "stop" => database.StopAsync(),
                "crash" => database.CrashAsync(),
                _ => database.KillAsync(),
            });
            try
            {
                await LastAsync(fault, cancellationToken);
            }
            finally
            {
                await cluster.StartDatabaseAgainAsync();
            }
        }
        finally
        {
            _database.Release();
        }
    }

    private static Task LastAsync(PlannedFault fault, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(fault.LengthMs), cancellationToken);

    private void Tell(PlannedFault fault, bool begins) => history.Add(new FaultPhase
    {
        AtMs = history.NowMs,
        Fault = fault.Number,
        Kind = fault.Kind,
        Targets = fault.Targets,
        Begins = begins,
        Note = fault.Variant,
    });
}
