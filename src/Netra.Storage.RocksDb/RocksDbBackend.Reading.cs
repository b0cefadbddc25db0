using Netra.Protocol;
using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Loading and reading. Each takes a snapshot, so that a commit beside it is seen whole or not at all.</summary>
public sealed partial class RocksDbBackend
{
    /// <inheritdoc/>
    public ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = _slot.Enter(forWriting: false);
        try
        {
            using var snapshot = lease.Database.Db.CreateSnapshot();
            var key = KeyLayout.Head(user);
            var head = ReadHead(lease.Database, key, new ReadOptions().SetSnapshot(snapshot));
            return ValueTask.FromResult(new UserSnapshot(head, ReadSessions(lease.Database, key, snapshot), StoredState.Empty, []));
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            throw NativeErrors.Translate(exception, "loading a user");
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(
        UserId user, long fromSeq, long toSeq, int maxFrames, int maxBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = _slot.Enter(forWriting: false);
        try
        {
            using var snapshot = lease.Database.Db.CreateSnapshot();
            var key = KeyLayout.Head(user);
            var head = ReadHead(lease.Database, key, new ReadOptions().SetSnapshot(snapshot));
            var (first, last) = (Math.Max(fromSeq, head.OldestSeq), Math.Min(toSeq, head.HeadSeq));
            return ValueTask.FromResult<IReadOnlyList<StoredFrame>>(head.OldestSeq == 0 || first > last
                ? []
                : ReadFrames(lease.Database, key, snapshot, first, last, maxFrames, maxBytes));
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception))
        {
            throw NativeErrors.Translate(exception, "reading frames");
        }
    }

    private static List<SessionRecord> ReadSessions(Database database, byte[] userKey, Snapshot snapshot)
    {
        var sessions = new List<SessionRecord>();
        var end = Pin(KeyLayout.SessionsEnd(userKey));
        var options = new ReadOptions().SetSnapshot(snapshot).SetPrefixSameAsStart(true).SetIterateUpperBound(end, (ulong)end.Length);
        using (var iterator = database.Db.NewIterator(database.Sessions, options))
        {
            for (iterator.Seek(userKey); iterator.Valid(); iterator.Next())
                sessions.Add(SessionCodec.Decode(iterator.GetValueSpan(), iterator.GetKeySpan(), userKey.Length));

            Database.ThrowIfFailed(iterator);
        }

        GC.KeepAlive(end);
        GC.KeepAlive(options);
        return sessions;
    }

    /// <summary>Reads retained frames: <paramref name="first"/> to <paramref name="last"/> must all be there.</summary>
    private static List<StoredFrame> ReadFrames(
        Database database, byte[] userKey, Snapshot snapshot, long first, long last, int maxFrames, int maxBytes)
    {
        var frames = new List<StoredFrame>((int)Math.Min(maxFrames, Math.Min(last - first + 1, 256)));
        var end = Pin(KeyLayout.Frame(userKey, last + 1));
        var options = new ReadOptions().SetSnapshot(snapshot).SetPrefixSameAsStart(true).SetIterateUpperBound(end, (ulong)end.Length);
        using (var iterator = database.Db.NewIterator(database.Frames, options))
        {
            var expectedKey = KeyLayout.Frame(userKey, first);
            var bytes = 0L;
            iterator.Seek(expectedKey);
            for (var seq = first; seq <= last && frames.Count < maxFrames; seq++, iterator.Next())
            {
                KeyLayout.SetSeq(expectedKey, seq);
                RequireAt(iterator, expectedKey, seq);
                bytes += iterator.GetValueSpan().Length - FrameCodec.OverheadBytes;
                if (frames.Count > 0 && bytes > maxBytes) break;
                frames.Add(FrameCodec.Decode(iterator.GetValueSpan(), expectedKey));
            }
        }

        GC.KeepAlive(end);
        GC.KeepAlive(options);
        return frames;
    }

    private static void RequireAt(Iterator iterator, byte[] expectedKey, long seq)
    {
        if (iterator.Valid() && iterator.GetKeySpan().SequenceEqual(expectedKey)) return;
        Database.ThrowIfFailed(iterator);
        throw new StorageDamagedException($"The retained frame {seq} of {KeyLayout.Describe(expectedKey)} is missing.");
    }

    /// <summary>A copy that never moves: RocksDB keeps the address of a bound as long as the iterator lives.</summary>
    private static byte[] Pin(byte[] key)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(key.Length, pinned: true);
        key.CopyTo(pinned, 0);
        return pinned;
    }
}
