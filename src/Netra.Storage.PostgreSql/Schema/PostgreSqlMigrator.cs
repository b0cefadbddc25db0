using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Brings the tables of a database up to what this build needs.</summary>
/// <remarks>
/// Failure policy: migrations are applied one by one, each in a transaction with the version that it makes, so that after a failure the database is
/// at the version of the last one that succeeded. Of several migrators at once one works and the others wait for it.
/// </remarks>
public static class PostgreSqlMigrator
{
    /// <summary>Applies the migrations that a database lacks.</summary>
    /// <exception cref="PostgreSqlSchemaException">The database is newer than this build.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be reached, or refuses a migration.</exception>
    public static Task<PostgreSqlMigration> MigrateAsync(string connectionString, PostgreSqlSchema which, CancellationToken cancellationToken) =>
        MigrateAsync(connectionString, SchemaScripts.NameOf(which), SchemaScripts.Of(which), cancellationToken);

    /// <summary>Checks that a database has the version of a schema that this build needs.</summary>
    /// <exception cref="PostgreSqlSchemaException">It is older or newer; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be reached.</exception>
    public static async Task CheckAsync(string connectionString, PostgreSqlSchema which, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(SchemaSession.Settings(connectionString));
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            var version = await SchemaVersions.ReadAsync(connection, SchemaScripts.NameOf(which), cancellationToken);
            SchemaVersions.ThrowIfOther(version, which);
        }
        catch (NpgsqlException exception)
        {
            throw PostgresErrors.Translate(exception, "checking the schema");
        }
    }

    internal static async Task<PostgreSqlMigration> MigrateAsync(
        string connectionString, string name, IReadOnlyList<SchemaScript> scripts, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await SchemaSession.OpenAsync(connectionString, name, cancellationToken);
            var from = await session.ReadVersionAsync(cancellationToken);
            var to = scripts is [.., var last] ? last.Version : 0;
            if (from > to) throw SchemaVersions.Newer(name, from, to);
            foreach (var script in scripts.Where(script => script.Version > from)) await session.ApplyAsync(script, cancellationToken);
            return new PostgreSqlMigration(from, to);
        }
        catch (NpgsqlException exception)
        {
            throw PostgresErrors.Translate(exception, $"migrating the schema '{name}'");
        }
    }
}
