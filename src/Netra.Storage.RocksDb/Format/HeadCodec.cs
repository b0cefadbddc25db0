using System.Buffers.Binary;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>
/// A head record's fields. Version 1: revision, head, oldest, last timestamp and retained bytes, 8 bytes each. Version 2: the revision (8 bytes), then
/// the <see cref="HeadFields"/> without the last two. Version 3: with the last two. The epoch is the store's.
/// </summary>
internal static class HeadCodec
{
    private const string What = "head record";
    private const int Version1FieldBytes = 5 * sizeof(long);
    private const int MaxFieldBytes = sizeof(long) + HeadFields.MaxBytes;

    public static byte[] Encode(in UserHead head, ReadOnlySpan<byte> key)
    {
        Span<byte> buffer = stackalloc byte[MaxFieldBytes];
        var fields = new FieldWriter(buffer);
        fields.Fixed(head.Revision);
        HeadFields.Write(head, ref fields);
        return RecordEnvelope.Pack(buffer[..fields.Length], [], key, RecordEnvelope.Version3);
    }

    /// <summary>Whether the record is of version 1, which does not have the oldest place's timestamp: it must be read from that place.</summary>
    public static bool LacksOldestTimestamp(ReadOnlySpan<byte> record) => RecordEnvelope.VersionOf(record) == RecordEnvelope.Version1;

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static UserHead Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, Epoch epoch)
    {
        var head = RecordEnvelope.VersionOf(record) switch
        {
            RecordEnvelope.Version1 => DecodeVersion1(record, key, epoch),
            RecordEnvelope.Version2 => DecodeVersion2Or3(record, key, epoch, RecordEnvelope.Version2),
            _ => DecodeVersion2Or3(record, key, epoch, RecordEnvelope.Version3),
        };
        RecordEnvelope.Require(head.Revision != 0 && head.IsConsistent, What, key);
        return head;
    }

    private static UserHead DecodeVersion1(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, Epoch epoch)
    {
        var fields = RecordEnvelope.Open(record, key, What, RecordEnvelope.Version1, Version1FieldBytes);
        if (fields.Length != Version1FieldBytes) throw RecordEnvelope.Damaged(What, key, $"it has {record.Length} bytes");
        var (headSeq, oldestSeq) = (BinaryPrimitives.ReadInt64LittleEndian(fields[8..]), BinaryPrimitives.ReadInt64LittleEndian(fields[16..]));
        return new UserHead(
            epoch,
            Revision: BinaryPrimitives.ReadInt64LittleEndian(fields),
            headSeq,
            oldestSeq,
            LastTimestampMs: BinaryPrimitives.ReadInt64LittleEndian(fields[24..]),
            RetainedBytes: BinaryPrimitives.ReadInt64LittleEndian(fields[32..]))
        {
            // Version 1 had neither holes nor gaps.
            FrameCount = oldestSeq == 0 ? 0 : headSeq - oldestSeq + 1,
        };
    }

    private static UserHead DecodeVersion2Or3(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, Epoch epoch, byte version)
    {
        var fields = new FieldReader(RecordEnvelope.Open(record, key, What, version));
        var head = HeadFields.Read(epoch, fields.Fixed(), ref fields, withTokens: version == RecordEnvelope.Version3);
        RecordEnvelope.Require(fields.IsGood && fields.Rest.IsEmpty, What, key);
        return head;
    }
}
