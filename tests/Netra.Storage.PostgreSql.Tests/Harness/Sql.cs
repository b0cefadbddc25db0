using Npgsql;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>Asks a database past the code under test.</summary>
internal static class Sql
{
    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The name of a database, to be put into SQL.</summary>
    public static string NameOf(string database) => new NpgsqlConnectionStringBuilder(database).Database!;

    /// <summary>Ends all other sessions of a database, and waits until they are gone. Says how many there were.</summary>
    public static Task<long> EndSessionsAsync(string database) => ScalarAsync<long>(
        database,
        "SELECT count(pg_terminate_backend(pid, 20000)) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
}
