using Microsoft.Extensions.Logging;

namespace Netra.Storage.PostgreSql;

/// <summary>
/// One database, with connections of their own for writing, for loading users, for reading and for who asks how it is: a burst of one never starves the others.
/// </summary>
internal sealed class Shard : IAsyncDisposable
{
    private readonly ConnectionPool _writing;
    private readonly ConnectionPool _loading;
    private readonly ConnectionPool _reading;

    public Shard(PostgreSqlShardOptions shard, PostgreSqlOptions options, TimeProvider time, ILogger logger)
    {
        Name = shard.Name;
        _writing = new ConnectionPool(shard, options, PoolUse.Writing(options), time, logger);
        _loading = new ConnectionPool(shard, options, PoolUse.Loading(options), time, logger);
        _reading = new ConnectionPool(shard, options, PoolUse.Reading(options), time, logger);
        Writers = [.. Enumerable.Range(0, options.WritersPerShard).Select(_ => new LaneWriter(Name, _writing, options, time, logger))];
        Reader = new ShardReader(Name, _reading, options, logger);
        Loads = new LoadQueue(new ShardReader(Name, _loading, options, logger), options);
        Probe = new ShardProbe(shard, options, time);
    }

    public string Name { get; }

    public IReadOnlyList<LaneWriter> Writers { get; }

    public ShardReader Reader { get; }

    public LoadQueue Loads { get; }

    public ShardProbe Probe { get; }

    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        await _loading.DisposeAsync();
        await _reading.DisposeAsync();
        await Probe.DisposeAsync();
    }
}
