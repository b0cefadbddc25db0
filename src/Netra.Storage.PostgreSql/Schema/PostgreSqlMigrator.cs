using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Brings the tables of a database up to what this build needs.</summary>
/// <remarks>
/// Failure policy: migrations are applied one by one, each in a transaction with the version that it makes, so that after a failure the database is
/// at the version of the last one that succeeded. Of several migrators at once one works and the others wait for it.
/// </remarks>
public static class PostgreSqlMigrator
{
    /// <summary>Applies the migrations that a database lacks. One that is newer than this build, and made for it too, is left as it is.</summary>
    /// <exception cref="PostgreSqlSchemaException">The database is newer, and not made for this build.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be reached, or refuses a migration.</exception>
    public static Task<PostgreSqlMigration> MigrateAsync(string connectionString, PostgreSqlSchema which, CancellationToken cancellationToken) =>
        MigrateAsync(connectionString, SchemaScripts.NameOf(which), SchemaScripts.Of(which), cancellationToken);

    /// <summary>Checks that a database has a version of a schema that this build can use: the one that it needs, or a newer one that is made for it too.</summary>
    /// <exception cref="PostgreSqlSchemaException">It has not; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be reached.</exception>
    public static Task CheckAsync(string connectionString, PostgreSqlSchema which, CancellationToken cancellationToken) =>
        CheckAsync(connectionString, SchemaScripts.NameOf(which), SchemaScripts.VersionOf(which), cancellationToken);

    internal static async Task CheckAsync(string connectionString, string name, int needed, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(SchemaSession.Settings(connectionString));
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            SchemaVersions.ThrowIfUnusable(await SchemaVersions.ReadAsync(connection, name, cancellationToken), name, needed);
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
            var found = await session.ReadVersionAsync(cancellationToken);
            var to = scripts is [.., var last] ? last.Version : 0;
            if (found.Version > to) SchemaVersions.ThrowIfUnusable(found, name, to);
            foreach (var script in scripts.Where(script => script.Version > found.Version)) await session.ApplyAsync(script, cancellationToken);
            return new PostgreSqlMigration(found.Version, Math.Max(found.Version, to));
        }
        catch (NpgsqlException exception)
        {
            throw PostgresErrors.Translate(exception, $"migrating the schema '{name}'");
        }
    }
}
