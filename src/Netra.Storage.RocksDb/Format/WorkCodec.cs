namespace Netra.Storage.RocksDb;

/// <summary>A work record has its body alone; the number is in the key.</summary>
internal static class WorkCodec
{
    private const string What = "work record";

    public static byte[] Encode(in WorkRecord work, ReadOnlySpan<byte> key) =>
        RecordEnvelope.Pack([], work.Body.Span, key, RecordEnvelope.Version2);

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static WorkRecord Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, int userKeyBytes)
    {
        var body = RecordEnvelope.Open(record, key, What, RecordEnvelope.Version2, minFieldBytes: 1);
        return new WorkRecord(KeyLayout.NumberIn(key, userKeyBytes, What), body.ToArray());
    }
}
