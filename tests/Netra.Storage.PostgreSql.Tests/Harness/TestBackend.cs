using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Storage.PostgreSql.Tests;

internal static class TestBackend
{
    public static PostgreSqlBackend Open(params TestShard[] shards) => Open(new PostgreSqlOptions(), shards);

    public static PostgreSqlBackend Open(PostgreSqlOptions options, params TestShard[] shards) => Open(NullLogger<PostgreSqlBackend>.Instance, options, shards);

    public static PostgreSqlBackend Open(ILogger<PostgreSqlBackend> logger, PostgreSqlOptions options, params TestShard[] shards)
    {
        foreach (var shard in shards) options.Shards.Add(new PostgreSqlShardOptions { Name = shard.Name, ConnectionString = shard.ConnectionString });
        return new PostgreSqlBackend(Options.Create(options), TimeProvider.System, logger);
    }
}
