using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Reads single places.</summary>
internal static class FrameReader
{
    /// <summary>A place; null when nothing is there.</summary>
    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static StoredFrame? Find(Database database, byte[] userKey, long seq, ReadOptions? options)
    {
        var key = KeyLayout.Numbered(userKey, seq);
        var record = database.Db.Get(key, database.Frames, options);
        return record is null ? null : FrameCodec.Decode(record, key);
    }
}
