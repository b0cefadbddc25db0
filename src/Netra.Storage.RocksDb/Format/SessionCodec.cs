using System.Buffers.Binary;
using System.Text;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>A session record's fields: start seq (8 bytes), whether it has acknowledged (1), acknowledged seq (8), last seen (8).</summary>
internal static class SessionCodec
{
    private const string What = "session record";
    private const int FieldBytes = (3 * sizeof(long)) + 1;

    public static byte[] Encode(in SessionRecord session, ReadOnlySpan<byte> key)
    {
        var record = new byte[RecordEnvelope.OverheadBytes + FieldBytes];
        var fields = record.AsSpan(1);
        BinaryPrimitives.WriteInt64LittleEndian(fields, session.StartSeq);
        fields[8] = session.AckedSeq is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64LittleEndian(fields[9..], session.AckedSeq ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(fields[17..], session.LastSeenMs);
        RecordEnvelope.Seal(record, key, RecordEnvelope.Version1);
        return record;
    }

    /// <param name="record">The value.</param>
    /// <param name="key">The whole key; the client id is what is behind the user's part.</param>
    /// <param name="userKeyBytes">The length of the user's part.</param>
    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static SessionRecord Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, int userKeyBytes)
    {
        var fields = RecordEnvelope.Open(record, key, What, RecordEnvelope.Version1, FieldBytes);
        if (fields.Length != FieldBytes) throw RecordEnvelope.Damaged(What, key, $"it has {record.Length} bytes");
        if (!ClientId.TryParse(Encoding.ASCII.GetString(key[userKeyBytes..]), out var clientId))
            throw RecordEnvelope.Damaged(What, key, "its key has no client id");

        var acked = BinaryPrimitives.ReadInt64LittleEndian(fields[9..]);
        var session = new SessionRecord(
            clientId,
            StartSeq: BinaryPrimitives.ReadInt64LittleEndian(fields),
            AckedSeq: fields[8] == 0 ? null : acked,
            LastSeenMs: BinaryPrimitives.ReadInt64LittleEndian(fields[17..]));
        var inRange = fields[8] <= 1 && (fields[8] == 1 || acked == 0)
            && session is { StartSeq: >= 0, AckedSeq: null or >= 0, LastSeenMs: >= 0 };
        RecordEnvelope.Require(inRange, What, key);
        return session;
    }
}
