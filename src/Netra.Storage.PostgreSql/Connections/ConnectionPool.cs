using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>A bounded pool of connections to one database.</summary>
/// <remarks>
/// Failure policy: opening waits for a database that can't be reached, within <see cref="PostgreSqlOptions.OutageWait"/>. A lost connection takes those that
/// wait in the pool with it, since a server that restarted or failed over ended them all: the next ones are new.
/// </remarks>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgreSqlOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _shard;
    private int _unreachable;

    public ConnectionPool(PostgreSqlShardOptions shard, PostgreSqlOptions options, int maxConnections, TimeProvider time, ILogger logger)
    {
        _shard = shard.Name;
        _options = options;
        _time = time;
        _logger = logger;
        var builder = new NpgsqlDataSourceBuilder(ConnectionSettings.Of(shard.ConnectionString, options, maxConnections));
        builder.UsePhysicalConnectionInitializer(ServerCheck.Check, ServerCheck.CheckAsync);
        _source = builder.Build();
    }

    /// <summary>A connection, which goes back when it is disposed.</summary>
    /// <exception cref="StorageUnavailableException">The database can't be reached, or is not one that this build can use.</exception>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
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

    /// <summary>Called with a failure of a command: when the connection was lost, those in the pool are closed too.</summary>
    public void Note(Exception exception)
    {
        if (!PostgresErrors.IsLostConnection(exception)) return;
        PostgreSqlLog.ConnectionLost(_logger, exception, _shard);
        _source.Clear();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
