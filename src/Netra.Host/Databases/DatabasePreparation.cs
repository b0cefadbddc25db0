using Microsoft.Extensions.Options;
using Netra.Storage.PostgreSql;

namespace Netra.Host;

/// <summary>
/// Before anything is started: looks at the databases that this process needs, and makes or raises their schemas where it is told to. Event ids 5100 to 5199.
/// </summary>
internal static partial class DatabasePreparation
{
    /// <exception cref="DatabaseException">A database can't be used: this process must not join a cluster.</exception>
    public static async Task PrepareDatabasesAsync(this WebApplication app)
    {
        var store = app.Services.GetRequiredService<IOptions<PostgreSqlOptions>>().Value;
        var migrates = store.MigrateAtStart ?? app.Environment.IsDevelopment();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabasePreparation));
        foreach (var schema in FindNeeded(app.Services, store))
        {
            if (migrates) Migrated(logger, await schema.MigrateAsync(CancellationToken.None));
            else await schema.CheckAsync(CancellationToken.None);
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
