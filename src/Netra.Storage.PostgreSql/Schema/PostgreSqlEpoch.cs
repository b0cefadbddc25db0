using Netra.Protocol;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>The epoch of a database: the name of the history that its logs are.</summary>
public static class PostgreSqlEpoch
{
    /// <summary>
    /// Gives a database a new epoch, which it must have after it lost history, as by a restore from a backup: clients then resync. A commit that expects
    /// the old one is a conflict from then on, and its writer loads anew; processes may be running.
    /// </summary>
    /// <exception cref="PostgreSqlSchemaException">The database does not have the log's schema as this build needs it.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be reached.</exception>
    public static async Task<Epoch> RenewAsync(string connectionString, CancellationToken cancellationToken)
    {
        await PostgreSqlMigrator.CheckAsync(connectionString, PostgreSqlSchema.Log, cancellationToken);
        var epoch = Epoch.NewEpoch();
        try
        {
            await using var source = NpgsqlDataSource.Create(SchemaSession.Settings(connectionString));
            await using var command = source.CreateCommand("SELECT netra_renew_epoch($1)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = epoch.Value });
            await command.ExecuteNonQueryAsync(cancellationToken);
            return epoch;
        }
        catch (NpgsqlException exception)
        {
            throw PostgresErrors.Translate(exception, "renewing the epoch");
        }
    }
}
