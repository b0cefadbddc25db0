using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>The table of versions, and what is said of a wrong one.</summary>
internal static class SchemaVersions
{
    public const string CreateTable = "CREATE TABLE IF NOT EXISTS netra_schema (name text PRIMARY KEY, version int NOT NULL)";

    /// <summary>The version of a schema that a database has; 0 when it has none.</summary>
    public static async Task<int> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT version FROM netra_schema WHERE name = $1", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            return await command.ExecuteScalarAsync(cancellationToken) is int version ? version : 0;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

    /// <exception cref="PostgreSqlSchemaException">The version is not this build's.</exception>
    public static void ThrowIfOther(int version, PostgreSqlSchema schema)
    {
        var (name, needed) = (SchemaScripts.NameOf(schema), SchemaScripts.VersionOf(schema));
        if (version > needed) throw Newer(name, version, needed);
        if (version < needed)
        {
            throw new PostgreSqlSchemaException(version == 0
                ? $"The database has no schema '{name}' yet. Make it with the command 'migrate'."
                : $"The schema '{name}' of the database has version {version}, and this build needs {needed}. Bring it up to date with the command 'migrate'.");
        }
    }

    public static PostgreSqlSchemaException Newer(string name, int version, int known) => new(
        $"The schema '{name}' of the database has version {version}, and this build knows none above {known}. Run a newer build.");
}
