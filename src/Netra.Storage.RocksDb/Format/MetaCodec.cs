using System.Buffers.Binary;
using System.Text;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>
/// The meta record: "NTRA", the store's format version (2 bytes) - these first in every version - and then, in versions 1 to 3, the epoch in ASCII.
/// </summary>
internal static class MetaCodec
{
    private const string What = "meta record";
    private const int PreambleBytes = 6;

    private static ReadOnlySpan<byte> Magic => "NTRA"u8;

    public static byte[] Encode(Epoch epoch, ushort version = StoreFormat.Version)
    {
        var record = new byte[PreambleBytes + RecordEnvelope.OverheadBytes + epoch.Value.Length];
        Magic.CopyTo(record);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(4), version);
        Encoding.ASCII.GetBytes(epoch.Value, record.AsSpan(PreambleBytes + 1));
        // The preamble counts as a part of the key, and so is under the checksum.
        RecordEnvelope.Seal(record.AsSpan(PreambleBytes), Key(record), RecordEnvelope.Version1);
        return record;
    }

    /// <summary>The version that wrote the store; the rest of the record can only be read when this build knows it.</summary>
    /// <exception cref="StorageDamagedException">This is no meta record.</exception>
    public static ushort DecodeVersion(ReadOnlySpan<byte> record)
    {
        if (record.Length < PreambleBytes || !record.StartsWith(Magic))
            throw RecordEnvelope.Damaged(What, StoreFormat.MetaKey, "it does not begin as one");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(record[4..]);
        return version >= 1 ? version : throw RecordEnvelope.Damaged(What, StoreFormat.MetaKey, "its version is 0");
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static Epoch Decode(ReadOnlySpan<byte> record)
    {
        _ = DecodeVersion(record);
        var fields = RecordEnvelope.Open(record[PreambleBytes..], Key(record), What, RecordEnvelope.Version1, 1);
        return Epoch.TryParse(Encoding.ASCII.GetString(fields), out var epoch)
            ? epoch
            : throw RecordEnvelope.Damaged(What, StoreFormat.MetaKey, "it has no epoch");
    }

    private static byte[] Key(ReadOnlySpan<byte> record) => [.. StoreFormat.MetaKey, .. record[..PreambleBytes]];
}
