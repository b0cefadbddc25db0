using Netra.Storage.PostgreSql.Tests;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>One server for all tests that do nothing to it; each has databases of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgresServer? _server;

    public async ValueTask InitializeAsync() =>
        // Nothing here tells of a crash of the machine, and flushing would make the tests wait for its disk.
        _server = await PostgresServer.StartAsync(new PostgresServerOptions { Settings = ["fsync=off"] });

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Makes an empty database, and says how to reach it.</summary>
    public Task<string> CreateDatabaseAsync() => (_server ?? throw new InvalidOperationException("Not started.")).CreateDatabaseAsync();

    /// <summary>Makes a database with the log's schema, and says how to reach it.</summary>
    public async Task<string> CreateLogAsync()
    {
        var database = await CreateDatabaseAsync();
        await PostgreSqlMigrator.MigrateAsync(database, PostgreSqlSchema.Log, CancellationToken.None);
        return database;
    }
}
