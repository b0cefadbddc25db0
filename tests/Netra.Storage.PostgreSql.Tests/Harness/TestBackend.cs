using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Storage.PostgreSql.Tests;

internal static class TestBackend
{
    /// <summary>Limits that no busy machine comes to. A test of one of them sets that one.</summary>
    public static PostgreSqlOptions Patient(Action<PostgreSqlOptions>? configure = null)
    {
        var options = new PostgreSqlOptions
        {
            ConnectTimeout = TimeSpan.FromSeconds(30),
            CommandTimeout = TimeSpan.FromSeconds(60),
            LockTimeout = TimeSpan.FromSeconds(30),
            OutageWait = TimeSpan.FromSeconds(30),
        };
        configure?.Invoke(options);
        return options;
    }

    public static PostgreSqlBackend Open(params TestShard[] shards) => Open(Patient(), shards);

    public static PostgreSqlBackend Open(PostgreSqlOptions options, params TestShard[] shards) => Open(NullLogger<PostgreSqlBackend>.Instance, options, shards);

    public static PostgreSqlBackend Open(ILogger<PostgreSqlBackend> logger, PostgreSqlOptions options, params TestShard[] shards) =>
        Open(TimeProvider.System, logger, options, shards);

    public static PostgreSqlBackend Open(TimeProvider time, ILogger<PostgreSqlBackend> logger, PostgreSqlOptions options, params TestShard[] shards)
    {
        foreach (var shard in shards) options.Shards.Add(new PostgreSqlShardOptions { Name = shard.Name, ConnectionString = shard.ConnectionString });
        return new PostgreSqlBackend(Options.Create(options), time, logger);
    }
}
