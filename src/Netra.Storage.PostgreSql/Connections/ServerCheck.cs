using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>What must hold of a server before a connection to it is used: it has a schema that this build can use, and it is no standby, whose logs may be behind.</summary>
internal static class ServerCheck
{
    private const string Recovering = "SELECT pg_is_in_recovery()";
    private static readonly string Schema = SchemaScripts.NameOf(PostgreSqlSchema.Log);
    private static readonly int NeededVersion = SchemaScripts.VersionOf(PostgreSqlSchema.Log);

    /// <summary>Npgsql asks for both; the pools here open connections asynchronously alone.</summary>
    public static void Check(NpgsqlConnection connection) => throw new NotSupportedException("Connections are opened asynchronously.");

    public static async Task CheckAsync(NpgsqlConnection connection)
    {
        SchemaVersions.ThrowIfUnusable(await SchemaVersions.ReadAsync(connection, Schema, CancellationToken.None), Schema, NeededVersion);
        await using var command = new NpgsqlCommand(Recovering, connection);
        if (await command.ExecuteScalarAsync() is not false) throw new StandbyException();
    }
}
