namespace Netra.Faults;

/// <summary>One run, from an empty machine to a complete history.</summary>
internal sealed class FaultRun(RunOptions options)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Leftovers.RemoveAsync();
        await using var history = new HistoryRecorder(options.Directory);
        await using var cluster = await TestedCluster.StartAsync(options.Cluster, history, cancellationToken);
        history.Add(new RunBegan
        {
            AtMs = history.NowMs,
            Seed = options.Seed,
            Mode = options.IsRolling ? "rolling" : "faults",
            StartedAt = TimeProvider.System.GetUtcNow(),
            Bug = options.Cluster.Bug,
            Addresses = cluster.Nodes.ToDictionary(node => node.Key, node => node.Value.Address.ToString()),
        });
        using var context = new LoadContext(options.Load, cluster, history);
        var load = new Load(context);
        load.Begin();
        try
        {
            await DisturbAsync(cluster, history, cancellationToken);
            await load.QuietAsync();
            await cluster.UntilReadyAsync(cancellationToken);
            history.Add(new LoadEnded { AtMs = history.NowMs });
            // What has a time to live is over then, and read by nobody as both there and gone.
            await Task.Delay(TimeSpan.FromMilliseconds(options.Load.MaxTtlMs + 1_000), cancellationToken);
            var reading = new FinalReading(context, load);
            await reading.NoteTabsAsync(cancellationToken);
            await new FinalCrash(cluster, history).RunAsync(cancellationToken);
            await reading.ReadAsync(cancellationToken);
        }
        catch (FaultsException exception)
        {
            history.Add(new RunFailed { AtMs = history.NowMs, Reason = exception.Message });
        }
        finally
        {
            await load.EndAsync();
        }

        history.Add(new RunEnded { AtMs = history.NowMs });
    }

    private async Task DisturbAsync(TestedCluster cluster, HistoryRecorder history, CancellationToken cancellationToken)
    {
        if (options.IsRolling)
        {
            await new RollingRestart(cluster, history).RunAsync(cancellationToken);
            return;
        }

        var lengthMs = (long)options.Length.TotalMilliseconds;
        var plan = FaultPlan.Create(
            options.Seed, lengthMs, options.Faults,
            [.. cluster.Processes.Where(process => process.HasGrains).Select(process => process.Name)],
            [.. cluster.Gateways.Select(process => process.Name)],
            cluster.Database is null ? null : TestedCluster.DatabaseName);
        using var driver = new FaultDriver(cluster, history);
        await Task.WhenAll(Task.Delay(options.Length, cancellationToken), driver.RunAsync(plan, cancellationToken));
    }
}
