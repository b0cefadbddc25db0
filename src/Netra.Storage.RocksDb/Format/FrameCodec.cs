using System.Buffers.Binary;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>
/// A frame record. A frame of normal priority without end and state version has the fields of version 1: timestamp (8 bytes), the frame's JSON.
/// Everything else those of version 2: timestamp (8 bytes), marks (1 byte), the end and the state version where the marks say so (variable length
/// each), the JSON, which a hole has not. The seq is in the key.
/// </summary>
/// <remarks>The marks: bits 0 and 1 the priority, 2 whether there is an end, 3 whether there is a state version, 4 and 5 the reason of a hole.</remarks>
internal static class FrameCodec
{
    private const string What = "frame";
    private const int PriorityMask = 0b11;
    private const int HasEnd = 1 << 2;
    private const int HasStateVersion = 1 << 3;
    private const int HoleShift = 4;

    /// <summary>The length of the record, in bytes.</summary>
    public static int Measure(in StoredFrame frame)
    {
        var bytes = RecordEnvelope.OverheadBytes + sizeof(long) + frame.Json.Length;
        if (IsOrdinary(frame)) return bytes;
        if (frame.ExpiresAtMs > 0) bytes += FieldWriter.VarIntBytes(frame.ExpiresAtMs);
        if (frame.StateVersion > 0) bytes += FieldWriter.VarIntBytes(frame.StateVersion);
        return bytes + 1;
    }

    /// <summary>Writes the record; <paramref name="record"/> has exactly its length.</summary>
    public static void Encode(in StoredFrame frame, ReadOnlySpan<byte> key, Span<byte> record)
    {
        var isOrdinary = IsOrdinary(frame);
        var fields = new FieldWriter(record[1..]);
        fields.Fixed(frame.TimestampMs);
        if (!isOrdinary)
        {
            fields.Byte(Marks(frame));
            if (frame.ExpiresAtMs > 0) fields.VarInt(frame.ExpiresAtMs);
            if (frame.StateVersion > 0) fields.VarInt(frame.StateVersion);
        }

        fields.Bytes(frame.Json.Span);
        RecordEnvelope.Seal(record, key, isOrdinary ? RecordEnvelope.Version1 : RecordEnvelope.Version2);
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static StoredFrame Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key) => WithJson(DecodeEntry(record, key), record);

    /// <summary>Reads and checks a record without copying its JSON.</summary>
    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static FrameEntry DecodeEntry(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key)
    {
        var seq = BinaryPrimitives.ReadInt64BigEndian(key[^sizeof(long)..]);
        if (RecordEnvelope.VersionOf(record) != RecordEnvelope.Version1) return DecodeVersion2(record, key, seq);
        var fields = RecordEnvelope.Open(record, key, What, RecordEnvelope.Version1, sizeof(long) + 1);
        return new FrameEntry(seq, BinaryPrimitives.ReadInt64LittleEndian(fields), fields.Length - sizeof(long));
    }

    /// <summary>The frame of a record that <see cref="DecodeEntry"/> has checked, with a copy of its JSON.</summary>
    public static StoredFrame WithJson(in FrameEntry entry, ReadOnlySpan<byte> record) =>
        new(entry.Seq, entry.TimestampMs, RecordEnvelope.EndOfFields(record, entry.JsonBytes).ToArray())
        {
            Priority = entry.Priority,
            ExpiresAtMs = entry.ExpiresAtMs,
            StateVersion = entry.StateVersion,
            Hole = entry.Hole,
        };

    private static FrameEntry DecodeVersion2(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, long seq)
    {
        var fields = new FieldReader(RecordEnvelope.Open(record, key, What, RecordEnvelope.Version2));
        var timestampMs = fields.Fixed();
        var marks = fields.Byte();
        var (hasEnd, hasStateVersion) = ((marks & HasEnd) != 0, (marks & HasStateVersion) != 0);
        var hole = (SkipReason)(marks >> HoleShift);
        var end = hasEnd ? fields.VarInt() : 0;
        var stateVersion = hasStateVersion ? fields.VarInt() : 0;
        var entry = new FrameEntry(seq, timestampMs, fields.Rest.Length)
        {
            Priority = (MessagePriority)(marks & PriorityMask),
            ExpiresAtMs = end,
            StateVersion = stateVersion,
            Hole = hole == 0 ? null : hole,
        };
        var isHole = entry.Hole is not null;
        RecordEnvelope.Require(
            fields.IsGood && hole is 0 or SkipReason.Expired or SkipReason.Revoked && isHole == (entry.JsonBytes == 0)
                && hasEnd == (end > 0) && hasStateVersion == (stateVersion > 0) && marks != (byte)MessagePriority.Normal,
            What, key);
        return entry;
    }

    private static bool IsOrdinary(in StoredFrame frame) =>
        frame is { Priority: MessagePriority.Normal, ExpiresAtMs: 0, StateVersion: 0, Hole: null };

    private static byte Marks(in StoredFrame frame)
    {
        var marks = (int)frame.Priority | ((int)(frame.Hole ?? 0) << HoleShift);
        if (frame.ExpiresAtMs > 0) marks |= HasEnd;
        if (frame.StateVersion > 0) marks |= HasStateVersion;
        return (byte)marks;
    }
}
