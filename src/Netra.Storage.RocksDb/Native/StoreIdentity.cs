using Microsoft.Extensions.Logging;
using Netra.Protocol;
using RocksDbSharp;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb;

/// <summary>Reads the meta record of a store that was just opened, writes that of a new one, and raises an older format to this one.</summary>
/// <remarks>
/// Families are made before the meta record that promises them: a crash between the two leaves a new store without one, or an older format
/// with families that it does not know, and both go on here at the next start.
/// </remarks>
internal static class StoreIdentity
{
    private static readonly WriteOptions Synced = new WriteOptions().SetSync(true);

    /// <param name="db">The open store.</param>
    /// <param name="familyOptions">For families that are made now.</param>
    /// <param name="path">Its directory.</param>
    /// <param name="present">The column families that it had before it was opened; none when it was made now.</param>
    /// <param name="logger">Hears of a raised format.</param>
    /// <returns>The store's epoch; it then has all families.</returns>
    /// <exception cref="RocksDbOpenException">The store is damaged, or in a newer format.</exception>
    public static Epoch Prepare(NativeDb db, ColumnFamilyOptions familyOptions, string path, string[] present, ILogger logger)
    {
        var record = db.Get(StoreFormat.MetaKey, cf: null, readOptions: null);
        if (record is null)
        {
            // A store that has a user's records but not its meta record has lost it; an empty one is new, or its making was cut short.
            if (!IsEmpty(db, present)) throw DirectoryState.Damaged(path, "its meta record is missing");
            var made = Epoch.NewEpoch();
            Complete(db, familyOptions, present, made);
            return made;
        }

        var (version, epoch) = Decode(record, path);
        CheckFamilies(path, present, version);
        if (version == StoreFormat.Version) return epoch;
        Complete(db, familyOptions, present, epoch);
        RocksDbLog.FormatRaised(logger, path, version, StoreFormat.Version);
        return epoch;
    }

    private static (ushort Version, Epoch Epoch) Decode(byte[] record, string path)
    {
        try
        {
            var version = MetaCodec.DecodeVersion(record);
            return version <= StoreFormat.Version
                ? (version, MetaCodec.Decode(record))
                : throw new RocksDbOpenException(
                    RocksDbOpenFault.NewerFormat,
                    $"The store in '{path}' has format version {version}; this build knows versions up to {StoreFormat.Version}. Use the newer build.");
        }
        catch (StorageDamagedException exception)
        {
            throw DirectoryState.Damaged(path, exception.Message, exception);
        }
    }

    /// <summary>Makes the families that are missing, and then the meta record of this version.</summary>
    private static void Complete(NativeDb db, ColumnFamilyOptions familyOptions, string[] present, Epoch epoch)
    {
        foreach (var name in StoreFormat.Families.Except(present)) db.CreateColumnFamily(familyOptions, name);
        db.Put(StoreFormat.MetaKey, MetaCodec.Encode(epoch), cf: null, writeOptions: Synced);
    }

    /// <summary>Whether no user has anything in it.</summary>
    private static bool IsEmpty(NativeDb db, string[] present)
    {
        foreach (var name in present.Except([StoreFormat.MetaFamily]))
        {
            using var iterator = db.NewIterator(db.GetColumnFamily(name), new ReadOptions().SetTotalOrderSeek(true)).SeekToFirst();
            if (iterator.Valid()) return false;
            Database.ThrowIfFailed(iterator);
        }

        return true;
    }

    private static void CheckFamilies(string path, string[] present, ushort version)
    {
        var odd = StoreFormat.FamiliesOf(version).Append(StoreFormat.MetaFamily).Except(present)
            .Concat(present.Except([StoreFormat.MetaFamily, .. StoreFormat.Families])).FirstOrDefault();
        if (odd is not null) throw DirectoryState.Damaged(path, $"the column family '{odd}' is missing or does not belong to its version");
    }
}
