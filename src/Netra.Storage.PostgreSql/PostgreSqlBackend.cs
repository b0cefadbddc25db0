using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>Keeps the logs in one or several PostgreSQL databases: the store of a cluster. Thread-safe.</summary>
/// <remarks>
/// Failure policy: a commit is acknowledged when its transaction is on the disk of its database (and on that of a synchronous replica, where one is configured).
/// A database that can't be reached fails what concerns its users, after <see cref="PostgreSqlOptions.OutageWait"/>, and nothing else; it is used again as soon as it answers.
/// Records that contradict each other are a <see cref="StorageDamagedException"/> for their reader alone.
/// </remarks>
public sealed partial class PostgreSqlBackend : IUserLogBackend
{
    private readonly ILogger _logger;
    private readonly ShardMap _map;
    private readonly Shard[] _shards;
    private readonly int _writersPerShard;

    /// <summary>Connects to nothing yet.</summary>
    public PostgreSqlBackend(IOptions<PostgreSqlOptions> options, TimeProvider time, ILogger<PostgreSqlBackend> logger)
    {
        var settings = options.Value;
        _logger = logger;
        _writersPerShard = settings.WritersPerShard;
        // The order of the names, whatever that of the settings: a cursor over all users means the same in every process.
        var shards = settings.Shards.OrderBy(shard => shard.Name, StringComparer.Ordinal).ToArray();
        _map = new ShardMap(shards.Select(shard => shard.Name));
        _shards = [.. shards.Select(shard => new Shard(shard, settings, time, logger))];
        Parts = [.. _shards.Select(shard => shard.Probe)];
    }

    /// <inheritdoc/>
    public int LaneCount => _shards.Length * _writersPerShard;

    /// <inheritdoc/>
    public int LaneOf(UserId user) => (_map.ShardOf(user) * _writersPerShard) + ShardMap.WriterOf(user, _writersPerShard);

    /// <inheritdoc/>
    public IReadOnlyList<IStoragePart> Parts { get; }

    /// <summary>Closes all connections; what is under way fails.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _shards) await shard.DisposeAsync();
    }

    private Shard ShardOf(UserId user) => _shards[_map.ShardOf(user)];
}
