using System.Text;
using System.Text.Unicode;

namespace Netra.Storage.RocksDb;

/// <summary>A revoked token's record has the time of its end (8 bytes) alone; the id is in the key.</summary>
internal static class RevokedTokenCodec
{
    private const string What = "record of a revoked token";
    private const int MaxIdLength = 128;

    public static byte[] Encode(in RevokedTokenRecord token, ReadOnlySpan<byte> key)
    {
        Span<byte> buffer = stackalloc byte[sizeof(long)];
        var fields = new FieldWriter(buffer);
        fields.Fixed(token.ExpiresAtMs);
        return RecordEnvelope.Pack(buffer, [], key, RecordEnvelope.Version3);
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static RevokedTokenRecord Decode(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, int userKeyBytes)
    {
        var fields = new FieldReader(RecordEnvelope.Open(record, key, What, RecordEnvelope.Version3));
        var expiresAtMs = fields.Fixed();
        RecordEnvelope.Require(fields.IsGood && fields.Rest.IsEmpty && expiresAtMs >= 0, What, key);

        var name = key[userKeyBytes..];
        var id = Encoding.UTF8.GetString(name);
        return id.Length is >= 1 and <= MaxIdLength && Utf8.IsValid(name)
            ? new RevokedTokenRecord(id, expiresAtMs)
            : throw RecordEnvelope.Damaged(What, key, "its key has no id");
    }
}
