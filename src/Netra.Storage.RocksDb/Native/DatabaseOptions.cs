using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>RocksDB's settings: <see cref="RocksDbOptions"/>, and what is not for choosing.</summary>
internal static class DatabaseOptions
{
    private const double BloomBitsPerUser = 10;

    /// <remarks>
    /// The recovery mode takes an incomplete last record of a write-ahead log for the write that a crash cut short, which nobody was told is
    /// durable, and any other fault for damage: it never drops a record in the middle, as RocksDB's default mode does with all behind it. The
    /// price: a power cut that leaves the last record its length but not its bytes is refused as well, for it cannot be told from damage. That
    /// the manifest tracks the logs makes a missing or shortened older log an error too.
    /// </remarks>
    public static DbOptions ForDatabase(RocksDbOptions options)
    {
        var native = new DbOptions()
            .SetCreateIfMissing(true)
            .SetParanoidChecks(true)
            .SetWalRecoveryMode(Recovery.TolerateCorruptedTailRecords)
            .SetDbWriteBufferSize((ulong)options.TotalWriteBufferBytes)
            .SetMaxTotalWalSize((ulong)options.MaxWalBytes)
            .SetMaxOpenFiles(options.MaxOpenFiles)
            .SetMaxLogFileSize(16 * 1024 * 1024)
            .SetKeepLogFileNum(4);
        RocksDbSharp.Native.Instance.rocksdb_options_set_track_and_verify_wals_in_manifest(native.Handle, 1);
        return native;
    }

    /// <summary>For a family whose keys begin with a user's hash.</summary>
    public static ColumnFamilyOptions ForUsers(RocksDbOptions options, Cache cache) => new ColumnFamilyOptions()
        .SetWriteBufferSize((ulong)options.WriteBufferBytes)
        .SetMaxWriteBufferNumber(4)
        .SetCompression(Compression.Lz4)
        .SetLevelCompactionDynamicLevelBytes(true)
        .SetPrefixExtractor(SliceTransform.CreateFixedPrefix(KeyLayout.HashBytes))
        .SetMemtablePrefixBloomSizeRatio(0.02)
        .SetBlockBasedTableFactory(new BlockBasedTableOptions()
            .SetBlockCache(cache)
            .SetBlockSize(16 * 1024)
            .SetFormatVersion(5)
            .SetFilterPolicy(BloomFilterPolicy.Create((int)BloomBitsPerUser, false))
            .SetWholeKeyFiltering(false)
            .SetCacheIndexAndFilterBlocks(true)
            .SetPinL0FilterAndIndexBlocksInCache(true));
}
