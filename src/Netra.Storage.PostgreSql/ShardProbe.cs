using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>Asks one database whether it serves, over a connection of its own, and remembers that it took no writes.</summary>
/// <remarks>
/// Failure policy: a connection that was lost is made anew once, since a server that restarted ended it; what fails then is told. One question is under way
/// at most, within the bounds of the store's commands. A question does not find that the disk is full: for a while after a commit failed by it, and until one
/// succeeds, the database does not serve.
/// </remarks>
internal sealed class ShardProbe : IStoragePart, IAsyncDisposable
{
    private const string Question = "SELECT current_setting('transaction_read_only')";

    /// <summary>For how long a failed write counts: behind that, who is asked to write finds out anew.</summary>
    private static readonly TimeSpan FailureMemory = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private Task? _probing;
    private WriteFailure? _writeFailure;

    public ShardProbe(PostgreSqlShardOptions shard, PostgreSqlOptions options, TimeProvider time)
    {
        Name = shard.Name;
        _time = time;
        _source = ShardSource.Of(shard, options, PoolUse.Probing(options));
    }

    public string Name { get; }

    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // When nobody waits for it any more the question goes on: ending it would take a connection, which may hang as well.
            if (_probing is not { IsCompleted: false }) _probing = AskAsync();
            return _probing.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A group was written.</summary>
    public void NoteWritten()
    {
        if (Volatile.Read(ref _writeFailure) is not null) Volatile.Write(ref _writeFailure, null);
    }

    /// <summary>A group was not written. It counts when the database takes no writes at all, whoever's they are.</summary>
    public void NoteFailure(StorageUnavailableException exception)
    {
        if (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.IoError })
            Volatile.Write(ref _writeFailure, new WriteFailure(exception, _time.GetTimestamp()));
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task AskAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        try
        {
            if (Volatile.Read(ref _writeFailure) is { } failure && _time.GetElapsedTime(failure.At) < FailureMemory)
                throw new StorageUnavailableException($"The database {Name} takes no writes: {failure.Exception.Message}", failure.Exception);
            if (!await AskTwiceAsync()) throw new StorageUnavailableException($"The database {Name} takes no writes: it is set to be read only.");
        }
        catch (PostgreSqlSchemaException exception)
        {
            throw new StorageUnavailableException($"The database {Name} can't be used: {exception.Message}", exception);
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception))
        {
            throw new StorageUnavailableException($"The database {Name} does not answer: {exception.Message}", exception);
        }
    }

    private async Task<bool> AskTwiceAsync()
    {
        try
        {
            return await AskOnceAsync();
        }
        catch (Exception exception) when (PostgresErrors.IsLostConnection(exception))
        {
            return await AskOnceAsync();
        }
    }

    private async Task<bool> AskOnceAsync()
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Question, connection);
        return await command.ExecuteScalarAsync() is "off";
    }

    private sealed record WriteFailure(StorageUnavailableException Exception, long At);
}
