using System.Buffers;
using Netra.Protocol;
using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Writing: one batch with one flush for a group.</summary>
public sealed partial class RocksDbBackend
{
    // A run of deleted frames up to this is deleted key by key, which costs readers nothing; a longer one by its range, which bounds the batch.
    private const int MaxSingleDeletes = 512;

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
        var heads = new Dictionary<UserId, UserHead?>();
        for (var i = 0; i < group.Count; i++)
        {
            var commit = group[i];
            var key = KeyLayout.Head(commit.User);
            if (!heads.TryGetValue(commit.User, out var head)) head = ReadHeadOrNull(database, key);
            var matches = head == commit.Expected;
            if (matches) Add(batch, database, key, commit);
            outcomes[i] = matches ? CommitOutcome.Committed : CommitOutcome.Conflict;
            heads[commit.User] = matches ? commit.Next : head;
        }
    }

    /// <summary>Null when the record is damaged: no commit matches it, and its writer finds the damage when it loads anew.</summary>
    private UserHead? ReadHeadOrNull(Database database, byte[] key)
    {
        try
        {
            return ReadHead(database, key, options: null);
        }
        catch (Exception exception) when (exception is StorageDamagedException || NativeErrors.IsCorruption(exception))
        {
            RocksDbLog.HeadUnreadable(_logger, exception);
            return null;
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            throw new StorageUnavailableException($"RocksDB failed at reading a head record: {exception.Message}", exception);
        }
    }

    private static void Add(WriteBatch batch, Database database, byte[] userKey, UserCommit commit)
    {
        AddFrames(batch, database, userKey, commit.Frames);
        Trim(batch, database, userKey, Math.Max(commit.Expected.OldestSeq, 1), commit.Next.OldestSeq);
        foreach (var session in commit.SessionsToWrite)
        {
            var key = KeyLayout.Session(userKey, session.ClientId);
            batch.Put(key, SessionCodec.Encode(session, key), database.Sessions);
        }

        foreach (var clientId in commit.SessionsToForget) batch.Delete(KeyLayout.Session(userKey, clientId), database.Sessions);
        batch.Put(userKey, HeadCodec.Encode(commit.Next, userKey), database.Heads);
    }

    private static void AddFrames(WriteBatch batch, Database database, byte[] userKey, IReadOnlyList<StoredFrame> frames)
    {
        if (frames.Count == 0) return;
        var key = KeyLayout.Frame(userKey, 0);
        foreach (var frame in frames)
        {
            KeyLayout.SetSeq(key, frame.Seq);
            var length = FrameCodec.OverheadBytes + frame.Json.Length;
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                FrameCodec.Encode(frame, key, buffer.AsSpan(0, length));
                // Puts a span of this length; the batch has its own copy.
                batch.Put((ReadOnlySpan<byte>)key, buffer.AsSpan(0, length), database.Frames);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>Deletes the frames from <paramref name="first"/> up to and without <paramref name="oldest"/>.</summary>
    private static void Trim(WriteBatch batch, Database database, byte[] userKey, long first, long oldest)
    {
        if (oldest - first > MaxSingleDeletes)
        {
            var (from, to) = (KeyLayout.Frame(userKey, first), KeyLayout.Frame(userKey, oldest));
            batch.DeleteRange(from, (ulong)from.Length, to, (ulong)to.Length, database.Frames);
            return;
        }

        var key = KeyLayout.Frame(userKey, 0);
        for (var seq = first; seq < oldest; seq++)
        {
            KeyLayout.SetSeq(key, seq);
            batch.Delete((ReadOnlySpan<byte>)key, database.Frames);
        }
    }
}
