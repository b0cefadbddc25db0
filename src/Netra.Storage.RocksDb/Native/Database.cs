using Netra.Protocol;
using RocksDbSharp;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb;

/// <summary>An open RocksDB database with its column families. Everything that calls into it holds <see cref="Gate"/>.</summary>
internal sealed class Database : IDisposable
{
    private readonly Cache _cache;

    private readonly string _path;

    private Database(NativeDb db, Cache cache, string path)
    {
        Db = db;
        _path = path;
        _cache = cache;
        Heads = db.GetColumnFamily(StoreFormat.HeadsFamily);
        Sessions = db.GetColumnFamily(StoreFormat.SessionsFamily);
        Frames = db.GetColumnFamily(StoreFormat.FramesFamily);
    }

    public NativeDb Db { get; }

    public ColumnFamilyHandle Heads { get; }

    public ColumnFamilyHandle Sessions { get; }

    public ColumnFamilyHandle Frames { get; }

    public Epoch Epoch { get; private set; }

    public UsageGate Gate { get; } = new();

    /// <summary>Whether a write failed: RocksDB then takes no more writes until it is opened anew. Written by the one writer.</summary>
    public volatile bool WriteFailed;

    /// <summary>Opens the store, or makes one when the directory has none. The caller holds the directory's lock.</summary>
    /// <exception cref="RocksDbOpenException">It cannot be opened.</exception>
    public static Database Open(RocksDbOptions options)
    {
        Database? database = null;
        try
        {
            var exists = DirectoryState.HasStore(options.Path);
            var native = DatabaseOptions.ForDatabase(options);
            var cache = Cache.CreateLru((ulong)options.BlockCacheBytes);
            var present = exists ? NativeDb.ListColumnFamilies(native, options.Path).ToArray() : [];
            database = new Database(NativeDb.Open(native, options.Path, Families(options, cache, present)), cache, options.Path);
            database.Epoch = StoreIdentity.ReadOrCreate(database, options.Path, present);
            return database;
        }
        catch (Exception exception)
        {
            database?.Dispose();
            if (exception is RocksDbOpenException || !(NativeErrors.IsNative(exception) || exception is UnauthorizedAccessException)) throw;
            throw OpenFailure.Explain(options.Path, exception);
        }
    }

    /// <summary>Whether no user has anything in it.</summary>
    public bool IsEmpty()
    {
        foreach (var family in (ColumnFamilyHandle[])[Heads, Sessions, Frames])
        {
            using var iterator = Db.NewIterator(family, new ReadOptions().SetTotalOrderSeek(true)).SeekToFirst();
            if (iterator.Valid()) return false;
            ThrowIfFailed(iterator);
        }

        return true;
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

    /// <summary>All families that this build knows and those of a newer build, without which RocksDB does not open.</summary>
    private static ColumnFamilies Families(RocksDbOptions options, Cache cache, string[] present)
    {
        string[] known = [StoreFormat.HeadsFamily, StoreFormat.SessionsFamily, StoreFormat.FramesFamily];
        var families = new ColumnFamilies(new ColumnFamilyOptions());
        foreach (var name in known.Union(present).Except([StoreFormat.MetaFamily]))
            families.Add(name, known.Contains(name) ? DatabaseOptions.ForUsers(options, cache) : new ColumnFamilyOptions());

        return families;
    }
}
