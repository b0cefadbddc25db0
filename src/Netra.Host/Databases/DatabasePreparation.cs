using Microsoft.Extensions.Options;
using Netra.Storage;
using Netra.Storage.PostgreSql;

namespace Netra.Host;

/// <summary>
/// Before anything is started: looks at the databases that this process needs, and makes or raises their schemas where it is told to. Event ids 5100 to 5199.
/// </summary>
internal static partial class DatabasePreparation
{
    /// <summary>A database that starts beside this process, or a machine that is busy, takes a moment. One that is away for longer is said to be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="DatabaseException">A database can't be used: this process must not join a cluster.</exception>
    public static async Task PrepareDatabasesAsync(this WebApplication app)
    {
        var store = app.Services.GetRequiredService<IOptions<PostgreSqlOptions>>().Value;
        var migrates = store.MigrateAtStart ?? app.Environment.IsDevelopment();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabasePreparation));
        await PrepareAsync(FindNeeded(app.Services, store), migrates, app.Services.GetRequiredService<TimeProvider>(), logger);
    }

    /// <exception cref="DatabaseException">As above.</exception>
    internal static async Task PrepareAsync(IEnumerable<NeededSchema> needed, bool migrates, TimeProvider time, ILogger logger)
    {
        var begun = time.GetTimestamp();
        foreach (var schema in needed)
        {
            while (!await TryPrepareAsync(schema, migrates, () => time.GetElapsedTime(begun) < Patience, logger)) await Task.Delay(Pause, time);
        }
    }

    private static async Task<bool> TryPrepareAsync(NeededSchema schema, bool migrates, Func<bool> isPatient, ILogger logger)
    {
        try
        {
            if (migrates) Migrated(logger, await schema.MigrateAsync(CancellationToken.None));
            else await schema.CheckAsync(CancellationToken.None);
            return true;
        }
        catch (DatabaseException exception) when (exception.InnerException is StorageUnavailableException && isPatient())
        {
            NotYet(logger, exception.Message);
            return false;
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

    [LoggerMessage(5101, LogLevel.Warning, "Trying again: {Why}")]
    private static partial void NotYet(ILogger logger, string why);
}
