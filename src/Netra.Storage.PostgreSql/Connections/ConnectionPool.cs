using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>A bounded pool of connections to one database.</summary>
/// <remarks>
/// Failure policy: opening waits for a place in the pool, and for a database that can't be reached, within <see cref="PostgreSqlOptions.OutageWait"/> each; which of
/// them it was is told apart. A lost connection takes those that wait in the pool with it, since a server that restarted or failed over ended them all: the next ones are new.
/// </remarks>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    // As many as the driver's pool has, so that nobody waits there, where waiting looks like a server that does not answer.
    private readonly SemaphoreSlim _places;
    private readonly PostgreSqlOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _shard;
    private readonly PoolUse _use;
    private int _unreachable;
    private int _exhausted;

    public ConnectionPool(PostgreSqlShardOptions shard, PostgreSqlOptions options, PoolUse use, TimeProvider time, ILogger logger)
    {
        _shard = shard.Name;
        _options = options;
        _time = time;
        _logger = logger;
        _use = use;
        _places = new SemaphoreSlim(use.Connections, use.Connections);
        _source = ShardSource.Of(shard, options, use);
    }

    /// <summary>A connection, which goes back when it is disposed.</summary>
    /// <exception cref="StorageUnavailableException">The database can't be reached, is not one that this build can use, or all connections are in use.</exception>
    public async ValueTask<RentedConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await TakePlaceAsync(cancellationToken);
        try
        {
            return new RentedConnection(await ConnectAsync(cancellationToken), _places);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Called with a failure of a command: when the connection was lost, those in the pool are closed too.</summary>
    public void Note(Exception exception)
    {
        if (!PostgresErrors.IsLostConnection(exception)) return;
        PostgreSqlLog.ConnectionLost(_logger, exception, _shard);
        _source.Clear();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async ValueTask TakePlaceAsync(CancellationToken cancellationToken)
    {
        if (await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            Volatile.Write(ref _exhausted, 0);
            return;
        }

        using var limit = new CancellationTokenSource(_options.OutageWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref _exhausted, 1) == 0) PostgreSqlLog.ConnectionsInUse(_logger, _use.Connections, _shard, _use.Name);
            throw new StorageUnavailableException(
                $"All {_use.Connections} connections to the database {_shard} for {_use.Name} were in use for {_options.OutageWait}.", exception);
        }
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            try
            {
                var connection = await _source.OpenConnectionAsync(cancellationToken);
                if (Volatile.Read(ref _unreachable) != 0 && Interlocked.Exchange(ref _unreachable, 0) != 0) PostgreSqlLog.Reached(_logger, _shard);
                return connection;
            }
            catch (PostgreSqlSchemaException exception)
            {
                throw new StorageUnavailableException($"The database {_shard} can't be used: {exception.Message}", exception);
            }
            catch (Exception exception) when (PostgresErrors.IsFailure(exception) && !cancellationToken.IsCancellationRequested)
            {
                var pause = _options.ReconnectInterval;
                var goesOn = PostgresErrors.MayPassSoon(exception) && _time.GetElapsedTime(started) + pause <= _options.OutageWait;
                if (!goesOn) throw PostgresErrors.Translate(exception, $"connecting to the database {_shard}");
                if (Interlocked.Exchange(ref _unreachable, 1) == 0) PostgreSqlLog.Unreachable(_logger, exception, _shard, pause);
            }

            await Task.Delay(_options.ReconnectInterval, _time, cancellationToken);
        }
    }
}
