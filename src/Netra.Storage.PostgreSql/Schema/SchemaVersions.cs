using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>The table of versions, and what is said of a wrong one.</summary>
internal static class SchemaVersions
{
    public const string CreateTable = "CREATE TABLE IF NOT EXISTS netra_schema (name text PRIMARY KEY, version int NOT NULL, oldest_build int NOT NULL)";

    /// <summary>What a database says of a schema; the default when it has none.</summary>
    public static async Task<SchemaVersion> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT version, oldest_build FROM netra_schema WHERE name = $1", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? new SchemaVersion(reader.GetInt32(0), reader.GetInt32(1)) : default;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return default;
        }
    }

    /// <summary>Checks that a build that needs a version of a schema can use the one that was found.</summary>
    /// <exception cref="PostgreSqlSchemaException">It can't: it is older, or newer and not made for this build too.</exception>
    public static void ThrowIfUnusable(SchemaVersion found, string name, int needed)
    {
        if (found.IsUsableBy(needed)) return;
        if (found.Version > needed)
        {
            throw new PostgreSqlSchemaException(
                $"The schema '{name}' of the database has version {found.Version}, for builds that know {found.OldestBuild}, and this build knows none above {needed}. Run a newer build.");
        }

        throw new PostgreSqlSchemaException(found.Version == 0
            ? $"The database has no schema '{name}' yet. Make it with the command 'migrate'."
            : $"The schema '{name}' of the database has version {found.Version}, and this build needs {needed}. Bring it up to date with the command 'migrate'.");
    }
}
