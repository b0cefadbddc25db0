namespace Netra.Storage.RocksDb.Tests;

/// <summary>That a record is read as strictly as it is written.</summary>
internal static class StrictRecords
{
    /// <summary>Asserts that no byte of a record may change or be lost, and none may come to it.</summary>
    public static void AssertStrict<T>(byte[] record, Func<byte[], T> decode)
    {
        for (var i = 0; i < record.Length; i++)
        {
            var changed = record.ToArray();
            changed[i] ^= 0x20;
            Assert.Throws<StorageDamagedException>(() => decode(changed));
            Assert.Throws<StorageDamagedException>(() => decode(record[..i]));
        }

        Assert.Throws<StorageDamagedException>(() => decode([.. record, 0]));
    }

    /// <summary>Asserts that fields which cannot have been written are refused, although their checksum is right.</summary>
    public static void AssertRefused<T>(byte[] fields, byte[] key, byte version, Func<byte[], T> decode) =>
        Assert.Throws<StorageDamagedException>(() => decode(RecordEnvelope.Pack(fields, [], key, version)));
}
