using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>
/// The safety net under all events: tells the grains which connections live, in batches by silo, and repairs whatever the answers show to be
/// out of step.
/// </summary>
internal sealed class LeaseRenewer(
    ConnectionHub hub, ILeaseClient leases, ISiloStatusOracle membership, ILocalSiloDetails self, IOptions<GatewayOptions> options, GatewayInstruments instruments,
    TimeProvider time, ILogger<LeaseRenewer> logger) : BackgroundService
{
    /// <summary>
    /// A message with more than 64 objects makes Orleans' serializer build a table of them and throw it away, on both sides: 250 bytes for each
    /// connection in every round. A user is three objects.
    /// </summary>
    private const int UsersPerBatch = 16;

    private const int BatchesAtOnce = 8;

    /// <summary>A connection has its time of birth a moment before it is in the hub: one that is younger than this may be missing there, and lives.</summary>
    private const long BirthMs = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LeaseInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RunRoundAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }
    }

    /// <summary>A round that fails must not be the last one: nothing else repairs what the events missed.</summary>
    private async Task RunRoundAsync()
    {
        try
        {
            await RenewAllAsync();
        }
        catch (Exception exception)
        {
            GatewayLog.RenewalRoundFailed(logger, exception);
        }
    }

    internal Task RenewAllAsync()
    {
        ReattachHomeless();
        // Before the connections are looked at: none that comes later is taken for gone.
        var asOfMs = time.GetUtcNow().ToUnixTimeMilliseconds() - BirthMs;
        var bySilo = new Dictionary<SiloAddress, List<Connection[]>>();
        foreach (var (_, connections) in hub.ByUser)
        {
            if (LivingHomeOf(connections) is not { } home) continue;
            if (!bySilo.TryGetValue(home, out var users)) bySilo[home] = users = [];
            users.Add(connections);
        }

        return Task.WhenAll(bySilo.Select(silo => RenewAsync(silo.Key, silo.Value, asOfMs)));
    }

    /// <summary>
    /// Attaches again who was told of a silo that had died by then, or still waits behind others: a bounded number each time, and not those whose
    /// attach is under way already.
    /// </summary>
    private void ReattachHomeless()
    {
        var homeless = hub.All
            .Where(connection => connection.Home is { } home && membership.IsDeadSilo(home) && !connection.IsReattaching)
            .Take(options.Value.MaxConcurrentReattaches);
        foreach (var connection in homeless) _ = connection.ReattachAsync();
    }

    private SiloAddress? LivingHomeOf(Connection[] connections)
    {
        foreach (var connection in connections)
        {
            if (connection.Home is { } home && !membership.IsDeadSilo(home)) return home;
        }

        return null;
    }

    private async Task RenewAsync(SiloAddress silo, List<Connection[]> users, long asOfMs)
    {
        var hangs = false;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, (users.Count + UsersPerBatch - 1) / UsersPerBatch),
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce },
            async (batch, _) =>
            {
                // A silo that hangs must not hold up the next round, which the other silos' leases need.
                if (Volatile.Read(ref hangs)) return;
                var first = batch * UsersPerBatch;
                if (!await TryRenewAsync(silo, users.GetRange(first, Math.Min(UsersPerBatch, users.Count - first)), asOfMs)) Volatile.Write(ref hangs, true);
            });
    }

    /// <summary>Renews one batch. False when the silo did not answer in time.</summary>
    private async Task<bool> TryRenewAsync(SiloAddress silo, List<Connection[]> users, long asOfMs)
    {
        var batch = new UserLeases[users.Count];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = new UserLeases(users[i][0].Identity.User, self.SiloAddress, asOfMs, Array.ConvertAll(users[i], LeaseOf));
        LeaseAnswer[]?[] answers;
        try
        {
            answers = await leases.RenewAsync(silo, batch);
        }
        catch (Exception exception)
        {
            GatewayLog.RenewalFailed(logger, silo, users.Count, exception.Message);
            instruments.LeaseFailures.Add(1);
            return exception is not TimeoutException;
        }

        for (var i = 0; i < users.Count; i++)
        {
            if (answers[i] is not { } answer) continue;
            for (var j = 0; j < answer.Length; j++) Heed(users[i][j], answer[j]);
        }

        return true;
    }

    private static void Heed(Connection connection, LeaseAnswer answer)
    {
        if (answer.Known) connection.NoteHead(answer.HeadSeq);
        else _ = connection.ReattachAsync();
    }

    private static LeaseRenewal LeaseOf(Connection connection) => new(connection.Identity.Id, connection.Cursor, connection.LastSeenMs);
}
