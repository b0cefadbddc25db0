using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>When a silo with user grains dies, puts the users that were at home there on their lists again, a bounded number at once.</summary>
internal sealed class SiloWatcher(
    ISiloStatusOracle membership, ConnectionHub hub, IOptions<GatewayOptions> options, ILogger<SiloWatcher> logger)
    : IHostedService, ISiloStatusListener, IDisposable
{
    private readonly ConcurrentDictionary<Connection, bool> _queued = new();
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrentReattaches);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        membership.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        membership.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status != SiloStatus.Dead) return;
        var homeless = hub.All.Where(connection => updatedSilo.Equals(connection.Home)).ToList();
        if (homeless.Count == 0) return;
        GatewayLog.SiloDied(logger, updatedSilo, homeless.Count);
        foreach (var connection in homeless) Reattach(connection);
    }

    /// <summary>Attaches a connection again as soon as there is a place; asking twice changes nothing.</summary>
    public void Reattach(Connection connection)
    {
        if (_queued.TryAdd(connection, true)) _ = ReattachAsync(connection);
    }

    public void Dispose() => _slots.Dispose();

    private async Task ReattachAsync(Connection connection)
    {
        await _slots.WaitAsync();
        try
        {
            await connection.ReattachAsync();
        }
        finally
        {
            _queued.TryRemove(connection, out _);
            _slots.Release();
        }
    }
}
