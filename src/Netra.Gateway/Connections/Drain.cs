using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway;

/// <summary>
/// The end of a gateway: as soon as the host is asked to stop, no connection is accepted and every open one is asked to come
/// back after a delay of its own, served until then, and closed with 1012.
/// </summary>
internal sealed class Drain(IHostApplicationLifetime lifetime, ConnectionHub hub, ILogger<Drain> logger) : IHostedService, IDisposable
{
    /// <summary>Over how many milliseconds the returning clients are spread.</summary>
    private const int SpreadMs = 2_000;

    private CancellationTokenRegistration _registration;

    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(Begin);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration.Dispose();

    private void Begin()
    {
        GatewayLog.Draining(logger, hub.Count);
        foreach (var connection in hub.All) _ = connection.LeaveAsync(Random.Shared.Next(SpreadMs));
    }
}
