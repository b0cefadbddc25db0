using System.Runtime.InteropServices;
using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>RocksDB's settings: <see cref="RocksDbOptions"/>, and what is not for choosing.</summary>
internal static class DatabaseOptions
{
    private const double BloomBitsPerUser = 10;

    /// <summary>
    /// A record goes into a memory table right behind the last one of its user, found without a search from the top of it: half of what a commit costs otherwise. The C API has
    /// no function for this setting, only the text of one.
    /// </summary>
    private static readonly string InsertNearby = $"memtable_insert_with_hint_prefix_extractor=rocksdb.FixedPrefix.{KeyLayout.HashBytes}";

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
    public static ColumnFamilyOptions ForUsers(RocksDbOptions options, Cache cache)
    {
        var (common, native) = (Common(options, cache), new ColumnFamilyOptions());
        var text = Marshal.StringToCoTaskMemUTF8(InsertNearby);
        try
        {
            // What it does not know, it throws.
            RocksDbSharp.Native.Instance.rocksdb_get_options_from_string(common.Handle, text, native.Handle);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
            GC.KeepAlive(common);
        }

        return native;
    }

    private static ColumnFamilyOptions Common(RocksDbOptions options, Cache cache) => new ColumnFamilyOptions()
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
