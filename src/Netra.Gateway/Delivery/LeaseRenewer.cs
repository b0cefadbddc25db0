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
    ConnectionHub hub, LeaseClient leases, SiloWatcher watcher, ISiloStatusOracle membership, IOptions<GatewayOptions> options, TimeProvider time,
    ILogger<LeaseRenewer> logger) : BackgroundService
{
    private const int UsersPerBatch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LeaseInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RenewAllAsync();
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    internal Task RenewAllAsync()
    {
        // A silo may die between a connection's attach and its first frame: then nobody was there to hear of it.
        foreach (var connection in hub.All)
        {
            if (connection.Home is { } home && membership.IsDeadSilo(home)) watcher.Reattach(connection);
        }

        var bySilo = hub.ByUser
            .Select(entry => (entry.Value, Home: entry.Value.Select(connection => connection.Home).FirstOrDefault(home => home is not null)))
            .Where(entry => entry.Home is not null && !membership.IsDeadSilo(entry.Home))
            .GroupBy(entry => entry.Home!, entry => entry.Value);
        return Task.WhenAll(bySilo.SelectMany(group => group.Chunk(UsersPerBatch).Select(users => RenewAsync(group.Key, users))));
    }

    private async Task RenewAsync(SiloAddress silo, Connection[][] users)
    {
        var batch = users.Select(connections => new UserLeases(connections[0].Identity.User, [.. connections.Select(LeaseOf)])).ToArray();
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
