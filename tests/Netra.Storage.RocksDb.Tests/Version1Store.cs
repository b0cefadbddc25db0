using System.Buffers.Binary;
using Netra.Protocol;
using RocksDbSharp;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>Makes a store as a build of format version 1 left it.</summary>
internal static class Version1Store
{
    public static readonly UserId Ada = UserId.Parse("ada");
    public static readonly Epoch Epoch = Epoch.Parse("0123456789ab");
    public static readonly SessionRecord Session = new(ClientId.Parse("tab"), 1, 3, 5);

    /// <summary>The frames 3 to 5, of one byte each and with the timestamps 103 to 105; of another user nothing but the head.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="newFamilies">Families of version 2 that are there already, as after a start that was cut short.</param>
    public static void Make(string path, params string[] newFamilies)
    {
        var families = new ColumnFamilies();
        foreach (var name in StoreFormat.FamiliesOfVersion1.Concat(newFamilies))
            families.Add(name, DatabaseOptions.ForUsers(new RocksDbOptions(), Cache.CreateLru(1 << 20)));
        using var db = NativeDb.Open(new DbOptions().SetCreateIfMissing(true).SetCreateMissingColumnFamilies(true), path, families);
        db.Put(StoreFormat.MetaKey.ToArray(), MetaCodec.Encode(Epoch, version: 1));

        var key = KeyLayout.Head(Ada);
        db.Put(key, Head(key, 5, 3, 105, 3), db.GetColumnFamily(StoreFormat.HeadsFamily));
        for (var seq = 3L; seq <= 5; seq++)
        {
            var frameKey = KeyLayout.Numbered(key, seq);
            var record = RecordEnvelope.Pack(BitConverter.GetBytes(100 + seq), [(byte)('0' + seq)], frameKey, RecordEnvelope.Version1);
            db.Put(frameKey, record, db.GetColumnFamily(StoreFormat.FramesFamily));
        }

        var sessionKey = KeyLayout.Session(key, Session.ClientId);
        db.Put(sessionKey, SessionCodec.Encode(Session, sessionKey), db.GetColumnFamily(StoreFormat.SessionsFamily));

        var bob = KeyLayout.Head(UserId.Parse("bob"));
        db.Put(bob, Head(bob, 2, 0, 50, 0), db.GetColumnFamily(StoreFormat.HeadsFamily));
    }

    private static byte[] Head(byte[] key, params long[] fields)
    {
        // The revision is 9; then head, oldest, last timestamp and retained bytes.
        var bytes = new byte[5 * sizeof(long)];
        bytes[0] = 9;
        for (var i = 0; i < fields.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * (i + 1)), fields[i]);
        return RecordEnvelope.Pack(bytes, [], key, RecordEnvelope.Version1);
    }
}
