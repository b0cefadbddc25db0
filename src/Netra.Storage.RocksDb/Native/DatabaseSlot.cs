using Microsoft.Extensions.Logging;

namespace Netra.Storage.RocksDb;

/// <summary>
/// Holds the open database, and opens it anew after a failed write: RocksDB then refuses every write, and its C API has nothing else that ends
/// that state, not even when a full disk has space again.
/// </summary>
internal sealed class DatabaseSlot : IAsyncDisposable
{
    private readonly RocksDbOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DirectoryLock _directory;

    // Held while opening anew; nobody waits for it.
    private readonly object _reopening = new();
    private volatile Database? _current;
    private volatile bool _disposed;
    private long? _lastReopen;

    public DatabaseSlot(RocksDbOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _directory = DirectoryLock.Acquire(options.Path);
        try
        {
            _current = Database.Open(options, logger);
        }
        catch
        {
            _directory.Dispose();
            throw;
        }

        RocksDbLog.Opened(logger, options.Path, _current.Epoch.Value);
    }

    /// <summary>Enters the database for one operation, which ends with the lease.</summary>
    /// <exception cref="StorageUnavailableException">The database is closed, or is being opened anew.</exception>
    public DatabaseLease Enter(bool forWriting)
    {
        ThrowIfDisposed();
        var database = _current;
        if (database is null || (forWriting && database.WriteFailed)) database = Reopen();
        return database.Gate.TryEnter()
            ? new DatabaseLease(database)
            : throw new StorageUnavailableException("The store is being closed or opened anew.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Database? database;
        lock (_reopening)
        {
            database = _current;
            _current = null;
        }

        if (database is not null && !await CloseAsync(database)) return;
        _directory.Dispose();
        RocksDbLog.Closed(_logger, _options.Path);
    }

    private Database Reopen()
    {
        if (!Monitor.TryEnter(_reopening)) throw new StorageUnavailableException("The store is being opened anew.");
        try
        {
            ThrowIfDisposed();
            if (_current is { WriteFailed: false } open) return open;
            if (_lastReopen is { } last && _time.GetElapsedTime(last) < _options.ReopenInterval)
                throw new StorageUnavailableException("A write failed, and the store has not been opened anew yet.");

            _lastReopen = _time.GetTimestamp();
            CloseFailed();
            var database = Database.Open(_options, _logger);
            _current = database;
            RocksDbLog.Reopened(_logger);
            return database;
        }
        catch (RocksDbOpenException exception)
        {
            RocksDbLog.ReopenFailed(_logger, exception);
            throw new StorageUnavailableException(exception.Message, exception);
        }
        finally
        {
            Monitor.Exit(_reopening);
        }
    }

    // Not ObjectDisposedException: grains that live on while the silo closes know the contract's exception.
    private void ThrowIfDisposed()
    {
        if (_disposed) throw new StorageUnavailableException("The store is closed.");
    }

    private void CloseFailed()
    {
        if (_current is not { } failed) return;
        if (!DiskProbe.IsReady(_options.Path))
            throw new StorageUnavailableException("A write failed, and the disk is full or cannot be written.");
        // Blocks: opening is the writer's, on its own thread, or the first caller's after an opening that failed, when nothing is open.
        var closed = CloseAsync(failed).AsTask().GetAwaiter().GetResult();
        if (!closed) throw new StorageUnavailableException("Reads under way keep the store from being opened anew.");
        _current = null;
    }

    /// <summary>False when those inside did not come out in time: the database then stays open, for closing it would crash them.</summary>
    private async ValueTask<bool> CloseAsync(Database database)
    {
        try
        {
            await database.Gate.Close().WaitAsync(_options.CloseTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            RocksDbLog.CloseTimedOut(_logger, _options.CloseTimeout);
            return false;
        }

        database.Dispose();
        return true;
    }
}
