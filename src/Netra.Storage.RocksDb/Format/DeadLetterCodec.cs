using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>A dead letter's fields: reason (1 byte), priority (1), since when (8), the message's JSON. The seq is in the key.</summary>
internal static class DeadLetterCodec
{
    private const string What = "dead letter";
    private const int FieldBytes = 2 + sizeof(long);

    public static byte[] Encode(in DeadLetterRecord letter, ReadOnlySpan<byte> key)
    {
        Span<byte> buffer = stackalloc byte[FieldBytes];
        var fields = new FieldWriter(buffer);
        fields.Byte((byte)letter.Reason);
        fields.Byte((byte)letter.Priority);
        fields.Fixed(letter.AtMs);
        return RecordEnvelope.Pack(buffer, letter.Json.Span, key, RecordEnvelope.Version2);
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static DeadLetterRecord Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, int userKeyBytes)
    {
        var fields = new FieldReader(RecordEnvelope.Open(record, key, What, RecordEnvelope.Version2));
        var (reason, priority, atMs) = ((DeadLetterReason)fields.Byte(), (MessagePriority)fields.Byte(), fields.Fixed());
        RecordEnvelope.Require(
            fields.IsGood && !fields.Rest.IsEmpty && atMs >= 0 && priority <= MessagePriority.Critical
                && reason is >= DeadLetterReason.Overflow and <= DeadLetterReason.Undeliverable,
            What, key);
        return new DeadLetterRecord(KeyLayout.NumberIn(key, userKeyBytes, What), reason, atMs, fields.Rest.ToArray(), priority);
    }
}
