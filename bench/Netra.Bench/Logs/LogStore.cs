using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Storage;
using Netra.Storage.PostgreSql;
using Netra.Storage.RocksDb;

namespace Netra.Bench;

/// <summary>A store that is measured, with a directory or a database server of its own.</summary>
internal sealed class LogStore : IAsyncDisposable
{
    private readonly IUserLogBackend _backend;
    private readonly UserLog _log;
    private readonly DirectoryInfo? _directory;

    private LogStore(IUserLogBackend backend, PostgresServer? server = null, string? database = null, DirectoryInfo? directory = null)
    {
        _backend = backend;
        _log = new UserLog(backend, Options.Create(new UserLogOptions()), TimeProvider.System, NullLogger<UserLog>.Instance);
        _directory = directory;
        Server = server;
        Database = database;
    }

    public IUserLog Log => _log;

    /// <summary>The database server; null for other stores.</summary>
    public PostgresServer? Server { get; }

    public string? Database { get; }

    public static async Task<LogStore> OpenAsync(string store, int writers) => store switch
    {
        "memory" => new LogStore(new InMemoryBackend()),
        "rocksdb" => OpenRocksDb(),
        _ => await OpenPostgreSqlAsync(writers),
    };

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _backend.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
        _directory?.Delete(recursive: true);
    }

    private static LogStore OpenRocksDb()
    {
        var directory = Directory.CreateTempSubdirectory("netra-bench-log-");
        var options = new RocksDbOptions { Path = Path.Combine(directory.FullName, "store") };
        return new LogStore(new RocksDbBackend(Options.Create(options), TimeProvider.System, NullLogger<RocksDbBackend>.Instance), directory: directory);
    }

    private static async Task<LogStore> OpenPostgreSqlAsync(int writers)
    {
        var server = await PostgresServer.StartAsync(new PostgresServerOptions { Settings = PostgreSqlSettings.ForLoad });
        var database = await server.CreateDatabaseAsync();
        await PostgreSqlMigrator.MigrateAsync(database, PostgreSqlSchema.Log, CancellationToken.None);
        var options = new PostgreSqlOptions { WritersPerShard = writers };
        options.Shards.Add(new PostgreSqlShardOptions { Name = "bench", ConnectionString = database });
        return new LogStore(
            new PostgreSqlBackend(Options.Create(options), TimeProvider.System, NullLogger<PostgreSqlBackend>.Instance), server, database);
    }
}
