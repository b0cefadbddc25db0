using Netra.Protocol;
using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Writing: one batch with one flush for a group.</summary>
public sealed partial class RocksDbBackend
{
    private static readonly WriteOptions Synced = new WriteOptions().SetSync(true);

    // A head is compared and replaced in one step, also for two committers, as while a closing log still writes.
    private readonly Lock _writing = new();

    /// <inheritdoc/>
    public ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writing)
        {
            using var lease = _slot.Enter(forWriting: true);
            using var batch = new WriteBatch();
            Fill(batch, lease.Database, group, outcomes.Span);
            if (batch.Count() > 0) Write(lease.Database, batch);
        }

        return ValueTask.CompletedTask;
    }

    private void Write(Database database, WriteBatch batch)
    {
        try
        {
            BeforeWrite?.Invoke();
            database.Db.Write(batch, Synced);
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            database.WriteFailed = true;
            RocksDbLog.WriteFailed(_logger, exception);
            throw new StorageUnavailableException($"RocksDB failed at writing a group: {exception.Message}", exception);
        }
    }

    private void Fill(WriteBatch batch, Database database, IReadOnlyList<UserCommit> group, Span<CommitOutcome> outcomes)
    {
        var users = new Dictionary<UserId, UserInGroup>();
        for (var i = 0; i < group.Count; i++)
        {
            var commit = group[i];
            var key = KeyLayout.Head(commit.User);
            if (!users.TryGetValue(commit.User, out var user))
            {
                user = new UserInGroup(ReadHeadOrNull(database, key));
                users.Add(commit.User, user);
            }

            outcomes[i] = Add(batch, database, key, user, commit);
        }
    }

    private CommitOutcome Add(WriteBatch batch, Database database, byte[] key, UserInGroup user, UserCommit commit)
    {
        if (user.Head != commit.Expected) return CommitOutcome.Conflict;
        // Read before anything of the commit is in the batch: it is written whole or not at all.
        if (ReadSourcesOrNull(database, key, user, commit) is not { } sources) return CommitOutcome.Damaged;
        new CommitWriter(batch, database, key).Add(commit, sources);
        user.Add(commit);
        return CommitOutcome.Committed;
    }

    /// <summary>Null when the record is damaged: no commit matches it, and its writer finds the damage when it loads anew.</summary>
    private UserHead? ReadHeadOrNull(Database database, byte[] key)
    {
        try
        {
            return HeadReader.Read(database, key, options: null);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            RocksDbLog.HeadUnreadable(_logger, exception);
            return null;
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            throw new StorageUnavailableException($"RocksDB failed at reading a head record: {exception.Message}", exception);
        }
    }

    /// <summary>Null when a frame is missing or damaged.</summary>
    private IReadOnlyDictionary<long, StoredFrame>? ReadSourcesOrNull(Database database, byte[] key, UserInGroup user, UserCommit commit)
    {
        try
        {
            return CommitSources.Read(database, key, user, commit);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            RocksDbLog.SourceUnreadable(_logger, exception);
            return null;
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            throw new StorageUnavailableException($"RocksDB failed at reading a frame: {exception.Message}", exception);
        }
    }

    private static bool IsDamage(Exception exception) => exception is StorageDamagedException || NativeErrors.IsCorruption(exception);
}
