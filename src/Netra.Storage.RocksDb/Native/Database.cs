using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Protocol;
using RocksDbSharp;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb;

/// <summary>An open RocksDB database with its column families. Everything that calls into it holds <see cref="Gate"/>.</summary>
internal sealed class Database : IDisposable
{
    private readonly Cache _cache;

    private readonly string _path;

    private Database(NativeDb db, Cache cache, RocksDbOptions options, Epoch epoch)
    {
        Db = db;
        Epoch = epoch;
        _path = options.Path;
        KnownHeads = new KnownHeads(options.MaxKnownHeads);
        _cache = cache;
        Heads = db.GetColumnFamily(StoreFormat.HeadsFamily);
        Sessions = db.GetColumnFamily(StoreFormat.SessionsFamily);
        Frames = db.GetColumnFamily(StoreFormat.FramesFamily);
        DeadLetters = db.GetColumnFamily(StoreFormat.DeadLettersFamily);
        State = db.GetColumnFamily(StoreFormat.StateFamily);
        Deduplication = db.GetColumnFamily(StoreFormat.DeduplicationFamily);
        Work = db.GetColumnFamily(StoreFormat.WorkFamily);
        RevokedTokens = db.GetColumnFamily(StoreFormat.RevokedTokensFamily);
    }

    public NativeDb Db { get; }

    public ColumnFamilyHandle Heads { get; }

    public ColumnFamilyHandle Sessions { get; }

    public ColumnFamilyHandle Frames { get; }

    public ColumnFamilyHandle DeadLetters { get; }

    public ColumnFamilyHandle State { get; }

    public ColumnFamilyHandle Deduplication { get; }

    public ColumnFamilyHandle Work { get; }

    public ColumnFamilyHandle RevokedTokens { get; }

    public Epoch Epoch { get; }

    /// <summary>The writer's. They are of this opening: one that failed leaves none behind.</summary>
    public KnownHeads KnownHeads { get; }

    public UsageGate Gate { get; } = new();

    /// <summary>Whether a write failed: RocksDB then takes no more writes until it is opened anew. Written by the one writer.</summary>
    public volatile bool WriteFailed;

    /// <summary>Opens the store, or makes one when the directory has none. The caller holds the directory's lock.</summary>
    /// <exception cref="RocksDbOpenException">It cannot be opened.</exception>
    public static Database Open(RocksDbOptions options, ILogger? logger = null)
    {
        NativeDb? db = null;
        try
        {
            var exists = DirectoryState.HasStore(options.Path);
            var native = DatabaseOptions.ForDatabase(options);
            var cache = Cache.CreateLru((ulong)options.BlockCacheBytes);
            var present = exists ? NativeDb.ListColumnFamilies(native, options.Path).ToArray() : [];
            db = NativeDb.Open(native, options.Path, Families(options, cache, present));
            var epoch = StoreIdentity.Prepare(db, DatabaseOptions.ForUsers(options, cache), options.Path, present, logger ?? NullLogger.Instance);
            return new Database(db, cache, options, epoch);
        }
        catch (Exception exception)
        {
            db?.Dispose();
            if (exception is RocksDbOpenException || !(NativeErrors.IsNative(exception) || exception is UnauthorizedAccessException)) throw;
            throw OpenFailure.Explain(options.Path, exception);
        }
    }

    /// <summary>An iterator also ends when reading fails: this tells the two ends apart.</summary>
    public static void ThrowIfFailed(Iterator iterator) => RocksDbSharp.Native.Instance.rocksdb_iter_get_error(iterator.Handle);

    /// <summary>Only when nobody is behind the gate.</summary>
    public void Dispose()
    {
        Db.Dispose();
        GC.KeepAlive(_cache);
        ManifestMark.TryWrite(_path);
    }

    /// <summary>The families that the store has, without all of which RocksDB does not open it. Those that it lacks are made when its version is known.</summary>
    private static ColumnFamilies Families(RocksDbOptions options, Cache cache, string[] present)
    {
        var families = new ColumnFamilies(new ColumnFamilyOptions());
        foreach (var name in present.Except([StoreFormat.MetaFamily]))
            families.Add(name, StoreFormat.Families.Contains(name) ? DatabaseOptions.ForUsers(options, cache) : new ColumnFamilyOptions());

        return families;
    }
}
