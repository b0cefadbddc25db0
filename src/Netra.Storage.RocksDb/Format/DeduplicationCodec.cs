using System.Text;

namespace Netra.Storage.RocksDb;

/// <summary>A deduplication record's fields: when (8 bytes), the seq that it was answered with (variable length). Space and id are in the key.</summary>
internal static class DeduplicationCodec
{
    private const string What = "deduplication record";

    public static byte[] Encode(in DeduplicationRecord record, ReadOnlySpan<byte> key)
    {
        Span<byte> buffer = stackalloc byte[sizeof(long) + FieldWriter.MaxVarIntBytes];
        var fields = new FieldWriter(buffer);
        fields.Fixed(record.AtMs);
        fields.VarInt(record.Seq);
        return RecordEnvelope.Pack(buffer[..fields.Length], [], key, RecordEnvelope.Version2);
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static DeduplicationRecord Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, int userKeyBytes)
    {
        var fields = new FieldReader(RecordEnvelope.Open(record, key, What, RecordEnvelope.Version2));
        var (atMs, seq) = (fields.Fixed(), fields.VarInt());
        RecordEnvelope.Require(fields.IsGood && fields.Rest.IsEmpty && atMs >= 0, What, key);

        var name = new FieldReader(key[userKeyBytes..]);
        var space = (DeduplicationSpace)name.Byte();
        var id = Encoding.UTF8.GetString(name.Rest);
        if (id.Length == 0 || space is < DeduplicationSpace.Client or > DeduplicationSpace.Outbox)
            throw RecordEnvelope.Damaged(What, key, "its key has no id");
        return new DeduplicationRecord(new DeduplicationKey(space, id), seq, atMs);
    }
}
