using System.Buffers.Binary;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>A head record's fields: revision, head, oldest, last timestamp and retained bytes, 8 bytes each. The epoch is the store's.</summary>
internal static class HeadCodec
{
    private const string What = "head record";
    private const int FieldBytes = 5 * sizeof(long);

    public static byte[] Encode(in UserHead head, ReadOnlySpan<byte> key)
    {
        var record = new byte[RecordEnvelope.OverheadBytes + FieldBytes];
        var fields = record.AsSpan(1);
        BinaryPrimitives.WriteInt64LittleEndian(fields, head.Revision);
        BinaryPrimitives.WriteInt64LittleEndian(fields[8..], head.HeadSeq);
        BinaryPrimitives.WriteInt64LittleEndian(fields[16..], head.OldestSeq);
        BinaryPrimitives.WriteInt64LittleEndian(fields[24..], head.LastTimestampMs);
        BinaryPrimitives.WriteInt64LittleEndian(fields[32..], head.RetainedBytes);
        RecordEnvelope.Seal(record, key);
        return record;
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static UserHead Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, Epoch epoch)
    {
        var fields = RecordEnvelope.Open(record, key, What, FieldBytes);
        if (fields.Length != FieldBytes) throw RecordEnvelope.Damaged(What, key, $"it has {record.Length} bytes");
        var head = new UserHead(
            epoch,
            Revision: BinaryPrimitives.ReadInt64LittleEndian(fields),
            HeadSeq: BinaryPrimitives.ReadInt64LittleEndian(fields[8..]),
            OldestSeq: BinaryPrimitives.ReadInt64LittleEndian(fields[16..]),
            LastTimestampMs: BinaryPrimitives.ReadInt64LittleEndian(fields[24..]),
            RetainedBytes: BinaryPrimitives.ReadInt64LittleEndian(fields[32..]));
        return IsInRange(head) ? head : throw RecordEnvelope.Damaged(What, key, "a field is out of range");
    }

    private static bool IsInRange(in UserHead head) =>
        head is { Revision: >= 1, HeadSeq: >= 0 and < long.MaxValue, OldestSeq: >= 0, RetainedBytes: >= 0 }
        && (head.HeadSeq == 0 ? head.OldestSeq == 0 : head.OldestSeq >= 1 && head.OldestSeq <= head.HeadSeq + 1);
}
