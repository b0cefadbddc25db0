using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway;

/// <summary>
/// The end of a gateway: as soon as the host is asked to stop, no connection is accepted and every open one is asked to come
/// back after a delay of its own, served until then, and closed with 1012. Calls of the server API are answered, and asked to go elsewhere, until
/// the server closes its port.
/// </summary>
internal sealed class Drain(IHostApplicationLifetime lifetime, ConnectionHub hub, TimeProvider time, ILogger<Drain> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>Over how many milliseconds the returning clients are spread.</summary>
    private const int SpreadMs = 2_000;

    /// <summary>
    /// How long the port stays open at least. A server that closes it at once cuts calls that come on connections which it takes for idle; in
    /// this time callers are told to leave theirs.
    /// </summary>
    private static readonly TimeSpan CallerWindow = TimeSpan.FromSeconds(1);

    private CancellationTokenRegistration _registration;
    private Task _leaving = Task.CompletedTask;

    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(Begin);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before anything stops: the server and the silo serve for as long as this takes.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => _leaving.WaitAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration.Dispose();

    private void Begin()
    {
        GatewayLog.Draining(logger, hub.Count);
        _leaving = Task.WhenAll(
            [.. hub.All.Select(connection => connection.LeaveAsync(Random.Shared.Next(SpreadMs))), Task.Delay(CallerWindow, time, CancellationToken.None)]);
    }
}
