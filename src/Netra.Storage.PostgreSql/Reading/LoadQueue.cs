using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>
/// Loads users: what waits while loads are under way goes as one query, for a storm of reconnects asks for many at once.
/// </summary>
internal sealed class LoadQueue(ShardReader reader, PostgreSqlOptions options)
{
    /// <summary>Two, so that one of many large users does not keep all the others waiting. Each has a connection of its own.</summary>
    public const int MaxQueries = 2;

    private readonly Lock _gate = new();
    private readonly Queue<(UserId User, TaskCompletionSource<UserSnapshot> Caller)> _waiting = new();
    private int _running;

    public Task<UserSnapshot> LoadAsync(UserId user)
    {
        var caller = new TaskCompletionSource<UserSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_waiting.Count >= options.MaxWaitingReads)
                return Task.FromException<UserSnapshot>(new StorageUnavailableException("Too many users wait to be loaded."));
            _waiting.Enqueue((user, caller));
            if (_running == MaxQueries) return caller.Task;
            _running++;
        }

        // Not on the caller's scheduler: a grain's turn ends, and the load of the others goes on.
        _ = Task.Run(RunAsync);
        return caller.Task;
    }

    private async Task RunAsync()
    {
        while (TakeBatch() is { } batch) await LoadAsync(batch);
    }

    private async Task LoadAsync(List<(UserId User, TaskCompletionSource<UserSnapshot> Caller)> batch)
    {
        try
        {
            Complete(batch, await reader.LoadAsync([.. batch.Select(one => one.User.Value)]));
        }
        catch (StorageDamagedException) when (batch.Count > 1)
        {
            // The server found it, at one of them, and says not whose it is.
            foreach (var one in batch) await LoadAsync([one]);
        }
        catch (Exception exception)
        {
            // Whatever it was: those who wait must hear of it, and the next ones have another try.
            foreach (var (_, caller) in batch) caller.TrySetException(Copy(exception));
        }
    }

    private List<(UserId User, TaskCompletionSource<UserSnapshot> Caller)>? TakeBatch()
    {
        lock (_gate)
        {
            var batch = new List<(UserId, TaskCompletionSource<UserSnapshot>)>(Math.Min(_waiting.Count, options.MaxUsersPerLoad));
            while (batch.Count < options.MaxUsersPerLoad && _waiting.TryDequeue(out var next)) batch.Add(next);
            if (batch.Count > 0) return batch;
            _running--;
            return null;
        }
    }

    /// <summary>A user whose records are damaged fails alone.</summary>
    private static void Complete(List<(UserId User, TaskCompletionSource<UserSnapshot> Caller)> batch, Answer answer)
    {
        var rows = answer.Rows.ToLookup(row => row.Place);
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                batch[i].Caller.TrySetResult(SnapshotReader.Read(answer, rows[i + 1]));
            }
            catch (StorageDamagedException exception)
            {
                batch[i].Caller.TrySetException(exception);
            }
        }
    }

    /// <summary>One exception each: a shared one would collect the stack traces of all who await it.</summary>
    private static Exception Copy(Exception exception) => exception is StorageDamagedException
        ? new StorageDamagedException(exception.Message, exception)
        : new StorageUnavailableException(exception.Message, exception);
}
