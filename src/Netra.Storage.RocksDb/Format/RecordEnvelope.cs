using System.Buffers.Binary;
using System.IO.Hashing;

namespace Netra.Storage.RocksDb;

/// <summary>
/// What is around every record: a version byte before the fields, and behind them 4 bytes of checksum over all of it and the key, so that a
/// record at a wrong key is as damaged as one with a wrong byte. Numbers are little-endian.
/// </summary>
internal static class RecordEnvelope
{
    public const byte Version = 1;

    /// <summary>The bytes of a record that are not fields.</summary>
    public const int OverheadBytes = 1 + ChecksumBytes;

    private const int ChecksumBytes = sizeof(uint);

    /// <summary>Writes version and checksum around the fields, which are already at index 1 of <paramref name="record"/>.</summary>
    public static void Seal(Span<byte> record, ReadOnlySpan<byte> key)
    {
        record[0] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(record[^ChecksumBytes..], Checksum(record[..^ChecksumBytes], key));
    }

    /// <summary>The fields of a record.</summary>
    /// <exception cref="StorageDamagedException">The record is too short, has another version or a wrong checksum.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, string what, int minFieldBytes)
    {
        if (record.Length < OverheadBytes + minFieldBytes) throw Damaged(what, key, $"it has {record.Length} bytes");
        if (record[0] != Version) throw Damaged(what, key, $"its version is {record[0]}, this build knows {Version}");
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(record[^ChecksumBytes..]);
        if (checksum != Checksum(record[..^ChecksumBytes], key)) throw Damaged(what, key, "its checksum is wrong");
        return record[1..^ChecksumBytes];
    }

    public static StorageDamagedException Damaged(string what, ReadOnlySpan<byte> key, string how) =>
        new($"The {what} of {KeyLayout.Describe(key)} is damaged: {how}.");

    private static uint Checksum(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> key) =>
        (uint)XxHash3.HashToUInt64(sealedBytes, (long)XxHash3.HashToUInt64(key));
}
