using Microsoft.Extensions.Options;
using Netra.Storage.PostgreSql;

namespace Netra.Host;

/// <summary>
/// Before anything is started: looks at the databases that this process needs, and makes or raises their schemas where it is told to. Event ids 5100 to 5109.
/// </summary>
internal static partial class DatabasePreparation
{
    /// <exception cref="DatabaseException">
    /// A database can't be used, or did not answer within <see cref="NetraHostOptions.DatabaseWait"/>: this process must not join a cluster.
    /// </exception>
    public static async Task PrepareDatabasesAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        var store = app.Services.GetRequiredService<IOptions<PostgreSqlOptions>>().Value;
        var migrates = store.MigrateAtStart ?? app.Environment.IsDevelopment();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabasePreparation));
        var patience = app.Services.GetRequiredService<IOptions<NetraHostOptions>>().Value.DatabaseWait;
        var wait = new DatabaseWait(patience, app.Services.GetRequiredService<TimeProvider>(), logger);
        await PrepareAsync(FindNeeded(app.Services, store), migrates, wait, logger, cancellationToken);
    }

    /// <exception cref="DatabaseException">As above.</exception>
    internal static async Task PrepareAsync(
        IEnumerable<NeededSchema> needed, bool migrates, DatabaseWait wait, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var schema in needed)
        {
            // A migration that has begun is not cut short.
            if (migrates) Migrated(logger, await wait.UntilItAnswersAsync(() => schema.MigrateAsync(CancellationToken.None), cancellationToken));
            else await wait.UntilItAnswersAsync(() => schema.CheckAsync(cancellationToken), cancellationToken);
        }
    }

    /// <summary>A gateway has no logs, whatever the settings that it shares with the silos say.</summary>
    private static IEnumerable<NeededSchema> FindNeeded(IServiceProvider services, PostgreSqlOptions store)
    {
        var host = services.GetRequiredService<IOptions<NetraHostOptions>>().Value;
        var logs = host is { HasUserGrains: true, Store: NetraStore.PostgreSql } ? NeededSchema.OfLogs(store) : [];
        return logs.Concat(NeededSchema.OfMembership(services.GetRequiredService<IOptions<ClusterSettings>>().Value, store));
    }

    [LoggerMessage(5100, LogLevel.Information, "{What}")]
    private static partial void Migrated(ILogger logger, string what);
}
