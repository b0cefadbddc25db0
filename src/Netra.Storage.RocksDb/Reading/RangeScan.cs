using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Goes over the records of one user in one family, in the order of their keys.</summary>
internal sealed class RangeScan : IDisposable
{
    // RocksDB keeps the address of the bound, and the options own it, as long as the iterator lives.
    private readonly byte[] _end;
    private readonly ReadOptions _options;
    private readonly Iterator _iterator;
    private readonly byte[] _first;
    private bool _started;

    /// <param name="database">The store.</param>
    /// <param name="family">The family.</param>
    /// <param name="snapshot">What is read is as it was then.</param>
    /// <param name="first">The first key; it begins with the user's.</param>
    /// <param name="end">The key behind the last; it begins with the user's.</param>
    public RangeScan(Database database, ColumnFamilyHandle family, Snapshot snapshot, byte[] first, byte[] end)
    {
        _first = first;
        _end = GC.AllocateUninitializedArray<byte>(end.Length, pinned: true);
        end.CopyTo(_end, 0);
        _options = new ReadOptions().SetSnapshot(snapshot).SetPrefixSameAsStart(true).SetIterateUpperBound(_end, (ulong)_end.Length);
        _iterator = database.Db.NewIterator(family, _options);
    }

    /// <summary>Valid until the next move.</summary>
    public ReadOnlySpan<byte> Key => _iterator.GetKeySpan();

    /// <summary>Valid until the next move.</summary>
    public ReadOnlySpan<byte> Value => _iterator.GetValueSpan();

    /// <summary>Goes to the first record, or to the next; false behind the last.</summary>
    public bool MoveNext()
    {
        if (_started) _iterator.Next();
        else _iterator.Seek(_first);
        _started = true;
        if (_iterator.Valid()) return true;
        Database.ThrowIfFailed(_iterator);
        return false;
    }

    public void Dispose()
    {
        _iterator.Dispose();
        GC.KeepAlive(_end);
        GC.KeepAlive(_options);
    }
}
