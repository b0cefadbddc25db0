using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Reads head records.</summary>
internal static class HeadReader
{
    /// <summary>A user's head; empty for one never seen.</summary>
    /// <exception cref="StorageDamagedException">The record is damaged, or the oldest place where the record leans on it.</exception>
    public static UserHead Read(Database database, byte[] userKey, ReadOptions? options)
    {
        var record = database.Db.Get(userKey, database.Heads, options);
        if (record is null) return UserHead.Empty(database.Epoch);
        var head = HeadCodec.Decode(record, userKey, database.Epoch);
        if (head.OldestSeq == 0 || !HeadCodec.LacksOldestTimestamp(record)) return head;

        var oldest = FrameReader.Find(database, userKey, head.OldestSeq, options)
            ?? throw new StorageDamagedException($"The oldest frame of {KeyLayout.Describe(userKey)} is missing.");
        return head with { OldestTimestampMs = oldest.TimestampMs };
    }
}
