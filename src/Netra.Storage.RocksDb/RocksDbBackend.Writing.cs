using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Writing: one batch with one flush for a group.</summary>
public sealed partial class RocksDbBackend
{
    private static readonly WriteOptions Synced = new WriteOptions().SetSync(true);

    // A head is compared and replaced in one step, also for two committers, as while a closing log still writes.
    private readonly Lock _writing = new();

    /// <summary>How many groups there were.</summary>
    private long _groups;

    /// <inheritdoc/>
    public ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writing)
        {
            using var lease = _slot.Enter(forWriting: true);
            try
            {
                using var batch = new WriteBatch();
                Fill(batch, lease.Database, group, outcomes.Span);
                if (batch.Count() > 0) Write(lease.Database, batch);
                lease.Database.KnownHeads.Trim();
            }
            catch
            {
                lease.Database.KnownHeads.Clear();
                throw;
            }
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
        _groups++;
        for (var i = 0; i < group.Count; i++) outcomes[i] = Add(batch, database, group, i, outcomes[..i]);
    }

    private CommitOutcome Add(WriteBatch batch, Database database, IReadOnlyList<UserCommit> group, int index, ReadOnlySpan<CommitOutcome> before)
    {
        var commit = group[index];
        if (!database.KnownHeads.TryFind(commit.User, out var known))
        {
            var key = KeyLayout.Head(commit.User);
            if (ReadHeadOrNull(database, key) is not { } stored) return CommitOutcome.Conflict;
            known = new KnownHead(key, stored);
            database.KnownHeads.Add(commit.User, known);
        }

        if (known.Head != commit.Expected) return CommitOutcome.Conflict;
        // Read before anything of the commit is in the batch: it is written whole or not at all.
        var place = new CommitInGroup(group, index, before, known.Changed.Group == _groups ? known.Changed.First : index);
        if (ReadSourcesOrNull(database, known.Key, place) is not { } sources) return CommitOutcome.Damaged;
        new CommitWriter(batch, database, known.Key).Add(commit, sources);
        known.Replace(commit.Next, _groups, index);
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
    private IReadOnlyDictionary<long, StoredFrame>? ReadSourcesOrNull(Database database, byte[] key, in CommitInGroup place)
    {
        try
        {
            return CommitSources.Read(database, key, place);
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
