using System.Buffers.Binary;
using System.IO.Hashing;

namespace Netra.Storage.RocksDb;

/// <summary>
/// What is around every record: a version byte before the fields, and behind them 4 bytes of checksum over all of it and the key, so that a
/// record at a wrong key is as damaged as one with a wrong byte. Numbers are little-endian.
/// </summary>
internal static class RecordEnvelope
{
    /// <summary>The records of format version 1. Sessions and plain frames are still written so.</summary>
    public const byte Version1 = 1;

    /// <summary>The records that came, or got other fields, with format version 2.</summary>
    public const byte Version2 = 2;

    /// <summary>The records that came, or got other fields, with format version 3.</summary>
    public const byte Version3 = 3;

    /// <summary>The bytes of a record that are not fields.</summary>
    public const int OverheadBytes = 1 + ChecksumBytes;

    private const int ChecksumBytes = sizeof(uint);

    /// <summary>The version of a record; 0 for an empty one.</summary>
    public static byte VersionOf(ReadOnlySpan<byte> record) => record.IsEmpty ? (byte)0 : record[0];

    /// <summary>Writes version and checksum around the fields, which are already at index 1 of <paramref name="record"/>.</summary>
    public static void Seal(Span<byte> record, ReadOnlySpan<byte> key, byte version)
    {
        record[0] = version;
        BinaryPrimitives.WriteUInt32LittleEndian(record[^ChecksumBytes..], Checksum(record[..^ChecksumBytes], key));
    }

    /// <summary>A whole record of some fields and what is behind them.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> fields, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> key, byte version)
    {
        var record = new byte[OverheadBytes + fields.Length + rest.Length];
        fields.CopyTo(record.AsSpan(1));
        rest.CopyTo(record.AsSpan(1 + fields.Length));
        Seal(record, key, version);
        return record;
    }

    /// <summary>The fields of a record.</summary>
    /// <exception cref="StorageDamagedException">The record is too short, has another version or a wrong checksum.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, string what, byte version, int minFieldBytes = 0)
    {
        if (record.Length < OverheadBytes + minFieldBytes) throw Damaged(what, key, $"it has {record.Length} bytes");
        if (record[0] != version) throw Damaged(what, key, $"its version is {record[0]}");
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(record[^ChecksumBytes..]);
        if (checksum != Checksum(record[..^ChecksumBytes], key)) throw Damaged(what, key, "its checksum is wrong");
        return record[1..^ChecksumBytes];
    }

    /// <summary>The last bytes of the fields of a record that has been opened.</summary>
    public static ReadOnlySpan<byte> EndOfFields(ReadOnlySpan<byte> record, int bytes) => record[..^ChecksumBytes][^bytes..];

    /// <summary>For a record whose checksum is right, but whose fields cannot have been written so.</summary>
    public static void Require(bool holds, string what, ReadOnlySpan<byte> key)
    {
        if (!holds) throw Damaged(what, key, "a field is out of range");
    }

    public static StorageDamagedException Damaged(string what, ReadOnlySpan<byte> key, string how) =>
        new($"The {what} of {KeyLayout.Describe(key)} is damaged: {how}.");

    private static uint Checksum(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> key) =>
        (uint)XxHash3.HashToUInt64(sealedBytes, (long)XxHash3.HashToUInt64(key));
}
