using System.Buffers.Binary;

namespace Netra.Storage.RocksDb;

/// <summary>A frame record's fields: timestamp (8 bytes), then the frame's JSON. The seq is in the key.</summary>
internal static class FrameCodec
{
    private const string What = "frame";

    /// <summary>The bytes of a record beside the JSON.</summary>
    public const int OverheadBytes = RecordEnvelope.OverheadBytes + sizeof(long);

    /// <summary>Writes the record; <paramref name="record"/> has exactly its length.</summary>
    public static void Encode(in StoredFrame frame, ReadOnlySpan<byte> key, Span<byte> record)
    {
        BinaryPrimitives.WriteInt64LittleEndian(record[1..], frame.TimestampMs);
        frame.Json.Span.CopyTo(record[(1 + sizeof(long))..]);
        RecordEnvelope.Seal(record, key);
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static StoredFrame Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key)
    {
        var fields = RecordEnvelope.Open(record, key, What, sizeof(long) + 1);
        return new StoredFrame(
            BinaryPrimitives.ReadInt64BigEndian(key[^sizeof(long)..]),
            BinaryPrimitives.ReadInt64LittleEndian(fields),
            fields[sizeof(long)..].ToArray());
    }
}
