using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Where the connections to one database come from.</summary>
internal static class ShardSource
{
    /// <summary>Connects to nothing yet. Every connection that it opens is of a server that this build can use.</summary>
    public static NpgsqlDataSource Of(PostgreSqlShardOptions shard, PostgreSqlOptions options, PoolUse use)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionSettings.Of(shard.ConnectionString, options, use));
        builder.UsePhysicalConnectionInitializer(ServerCheck.Check, ServerCheck.CheckAsync);
        return builder.Build();
    }
}
