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
    ConnectionHub hub, ILeaseClient leases, ISiloStatusOracle membership, ILocalSiloDetails self, IOptions<GatewayOptions> options, TimeProvider time,
    ILogger<LeaseRenewer> logger) : BackgroundService
{
    private const int UsersPerBatch = 500;

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
        var bySilo = hub.ByUser
            .Select(entry => (entry.Value, Home: entry.Value.Select(connection => connection.Home).FirstOrDefault(IsLiving)))
            .Where(entry => entry.Home is not null)
            .GroupBy(entry => entry.Home!, entry => entry.Value);
        return Task.WhenAll(bySilo.SelectMany(group => group.Chunk(UsersPerBatch).Select(users => RenewAsync(group.Key, users, asOfMs))));
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

    private bool IsLiving(SiloAddress? silo) => silo is not null && !membership.IsDeadSilo(silo);

    private async Task RenewAsync(SiloAddress silo, Connection[][] users, long asOfMs)
    {
        var batch = users
            .Select(connections => new UserLeases(connections[0].Identity.User, self.SiloAddress, asOfMs, [.. connections.Select(LeaseOf)]))
            .ToArray();
        LeaseAnswer[]?[] answers;
        try
        {
            answers = await leases.RenewAsync(silo, batch);
        }
        catch (Exception exception)
        {
            GatewayLog.RenewalFailed(logger, silo, users.Length, exception.Message);
            return;
        }

        for (var i = 0; i < users.Length; i++)
        {
            if (answers[i] is not { } answer) continue;
            for (var j = 0; j < answer.Length; j++) Heed(users[i][j], answer[j]);
        }
    }

    private static void Heed(Connection connection, LeaseAnswer answer)
    {
        if (answer.Known) connection.NoteHead(answer.HeadSeq);
        else _ = connection.ReattachAsync();
    }

    private static LeaseRenewal LeaseOf(Connection connection) => new(connection.Identity.Id, connection.Cursor, connection.LastSeenMs);
}
