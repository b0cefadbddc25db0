using Npgsql;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>That the server of the tests is what they take it for.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public async Task StartAgainAsync_AfterACrashAndAStop_KeepsWhatWasCommitted()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE kept (n int)");

        await server.CrashAsync();
        await server.StartAgainAsync();
        await ExecuteAsync(database, "INSERT INTO kept VALUES (1)");
        await server.KillAsync();
        await server.StartAgainAsync();
        await ExecuteAsync(database, "INSERT INTO kept VALUES (2)");
        await server.StopAsync();
        await server.StartAgainAsync();

        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("SELECT count(*) FROM kept");
        Assert.Equal(2L, await count.ExecuteScalarAsync());
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
