using System.Net.Sockets;
using Netra.Storage;
using Netra.Storage.PostgreSql;

namespace Netra.Host;

/// <summary>A schema that this configuration needs in a database.</summary>
/// <param name="Setting">The setting that names the database.</param>
/// <param name="ConnectionString">The database.</param>
/// <param name="Schema">What it needs there.</param>
internal sealed record NeededSchema(string Setting, string ConnectionString, PostgreSqlSchema Schema)
{
    private string Database => $"The database {DatabaseAddress.Describe(ConnectionString)} ({Setting})";

    /// <summary>The logs of all shards.</summary>
    public static IEnumerable<NeededSchema> OfLogs(PostgreSqlOptions store) => store.Shards.Select((shard, index) => new NeededSchema(
        $"Netra:Storage:PostgreSql:Shards:{index}:{nameof(shard.ConnectionString)}", shard.ConnectionString, PostgreSqlSchema.Log));

    /// <summary>The membership, where it is in a database.</summary>
    public static IEnumerable<NeededSchema> OfMembership(ClusterSettings cluster, PostgreSqlOptions store)
    {
        if (cluster.Membership != MembershipStore.PostgreSql || MembershipDatabase.ConnectionStringOf(cluster, store) is not { } connectionString) return [];
        var setting = cluster.ConnectionString is null ? $"Netra:Storage:PostgreSql:Shards:0:{nameof(cluster.ConnectionString)}" : $"Netra:Cluster:{nameof(cluster.ConnectionString)}";
        return [new NeededSchema(setting, connectionString, PostgreSqlSchema.Membership)];
    }

    /// <summary>Makes or raises it. Answers what was done, for an operator.</summary>
    /// <exception cref="DatabaseException">It can't be.</exception>
    public async Task<string> MigrateAsync(CancellationToken cancellationToken)
    {
        var migration = await SayWhereAsync(() => PostgreSqlMigrator.MigrateAsync(ConnectionString, Schema, cancellationToken));
        return migration.From == migration.To
            ? $"{Database}: {Schema} is at version {migration.To}, as it was."
            : $"{Database}: {Schema} went from version {migration.From} to {migration.To}.";
    }

    /// <summary>Sees that it is as this build needs it.</summary>
    /// <exception cref="DatabaseException">It is not, or the database does not answer.</exception>
    public Task<bool> CheckAsync(CancellationToken cancellationToken) => SayWhereAsync(async () =>
    {
        await PostgreSqlMigrator.CheckAsync(ConnectionString, Schema, cancellationToken);
        return true;
    });

    /// <summary>Gives the log a new epoch. Answers what was done, for an operator.</summary>
    /// <exception cref="DatabaseException">It can't be.</exception>
    public async Task<string> RenewEpochAsync(CancellationToken cancellationToken)
    {
        var epoch = await SayWhereAsync(() => PostgreSqlEpoch.RenewAsync(ConnectionString, cancellationToken));
        return $"{Database} has the epoch {epoch.Value} now.";
    }

    private async Task<T> SayWhereAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SocketException exception)
        {
            // What Npgsql throws for a name that is not known.
            throw new DatabaseException($"{Database}: its host is not known: {exception.Message}", new StorageUnavailableException(exception.Message, exception));
        }
        catch (Exception exception) when (exception is PostgreSqlSchemaException or StorageUnavailableException or StorageDamagedException)
        {
            throw new DatabaseException($"{Database}: {exception.Message}", exception);
        }
    }
}
