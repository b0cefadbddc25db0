using Microsoft.Extensions.Options;
using Netra.Storage.PostgreSql;

namespace Netra.Host;

/// <summary>Before anything is started: looks at the databases that this process needs, and makes or raises their schemas where it is told to. Event ids 5100 to 5199.</summary>
/// <remarks>Failure policy: a <see cref="DatabaseException"/> ends the process before it joins a cluster or takes a connection.</remarks>
internal sealed partial class DatabasePreparation(
    IOptions<NetraHostOptions> host, IOptions<ClusterSettings> cluster, IOptions<PostgreSqlOptions> store, IHostEnvironment environment,
    ILogger<DatabasePreparation> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var migrates = store.Value.MigrateAtStart ?? environment.IsDevelopment();
        foreach (var schema in FindNeeded())
        {
            if (migrates) Migrated(logger, await schema.MigrateAsync(cancellationToken));
            else await schema.CheckAsync(cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A gateway has no logs, whatever the settings that it shares with the silos say.</summary>
    private IEnumerable<NeededSchema> FindNeeded()
    {
        var logs = host.Value is { HasUserGrains: true, Store: NetraStore.PostgreSql } ? NeededSchema.OfLogs(store.Value) : [];
        return logs.Concat(NeededSchema.OfMembership(cluster.Value, store.Value));
    }

    [LoggerMessage(5100, LogLevel.Information, "{What}")]
    private static partial void Migrated(ILogger logger, string what);
}
