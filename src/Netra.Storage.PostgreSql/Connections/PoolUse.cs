namespace Netra.Storage.PostgreSql;

/// <summary>What the connections of a pool are for.</summary>
/// <param name="Name">As it is told to operators.</param>
/// <param name="Connections">How many there may be.</param>
/// <param name="LockTimeout">How long a command may wait for a lock.</param>
internal sealed record PoolUse(string Name, int Connections, TimeSpan LockTimeout)
{
    public static PoolUse Writing(PostgreSqlOptions options) => new("writing", options.WritersPerShard, options.LockTimeout);

    public static PoolUse Loading(PostgreSqlOptions options) => new("loading users", LoadQueue.MaxQueries, options.CommandTimeout);

    public static PoolUse Reading(PostgreSqlOptions options) => new("reading messages", options.ReadConnectionsPerShard - LoadQueue.MaxQueries, options.CommandTimeout);

    public static PoolUse Probing(PostgreSqlOptions options) => new("asking whether it serves", 1, options.CommandTimeout);
}
