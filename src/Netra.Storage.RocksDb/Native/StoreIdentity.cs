using Netra.Protocol;
using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>Reads the meta record of a store that was just opened, and writes that of a new one.</summary>
internal static class StoreIdentity
{
    /// <param name="database">The open store.</param>
    /// <param name="path">Its directory.</param>
    /// <param name="present">The column families that it had before it was opened; none when it was made now.</param>
    /// <exception cref="RocksDbOpenException">The store is damaged, or in a newer format.</exception>
    public static Epoch ReadOrCreate(Database database, string path, string[] present)
    {
        var record = database.Db.Get(StoreFormat.MetaKey, cf: null, readOptions: null);
        if (record is null) return Create(database, path);

        try
        {
            var version = MetaCodec.DecodeVersion(record);
            if (version > StoreFormat.Version)
            {
                throw new RocksDbOpenException(
                    RocksDbOpenFault.NewerFormat,
                    $"The store in '{path}' has format version {version}; this build knows versions up to {StoreFormat.Version}. Use the newer build.");
            }

            var epoch = MetaCodec.Decode(record);
            CheckFamilies(path, present);
            return epoch;
        }
        catch (StorageDamagedException exception)
        {
            throw DirectoryState.Damaged(path, exception.Message, exception);
        }
    }

    private static Epoch Create(Database database, string path)
    {
        // A store that has a user's records but not its meta record has lost it; an empty one is new, or its making was cut short.
        if (!database.IsEmpty()) throw DirectoryState.Damaged(path, "its meta record is missing");
        var epoch = Epoch.NewEpoch();
        database.Db.Put(StoreFormat.MetaKey, MetaCodec.Encode(epoch), cf: null, writeOptions: new WriteOptions().SetSync(true));
        return epoch;
    }

    private static void CheckFamilies(string path, string[] present)
    {
        string[] known = [StoreFormat.MetaFamily, StoreFormat.HeadsFamily, StoreFormat.SessionsFamily, StoreFormat.FramesFamily];
        var odd = known.Except(present).Concat(present.Except(known)).FirstOrDefault();
        if (odd is not null) throw DirectoryState.Damaged(path, $"the column family '{odd}' is missing or does not belong to its version");
    }
}
