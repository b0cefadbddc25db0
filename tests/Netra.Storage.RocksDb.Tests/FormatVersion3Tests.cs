using Netra.Protocol;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>
/// The bytes of format version 3, as the first build with it wrote them, where they are not those of version 1 or 2. A store in the field has these:
/// never change them. A new version adds tests.
/// </summary>
public sealed class FormatVersion3Tests
{
    private const string UserKey = "602C4A2A8D3F1EA200047A6FC3AB";
    private const string TokenKey = "602C4A2A8D3F1EA200047A6FC3AB6A74692DC3A9";
    private const string Meta = "4E5452410300013031323334353637383961622ABA5E58";
    private const string Head = "030900000000000000AC022AFBD095FFBC318080047F0305FFCF95FFBC3182018001010280800180E2CFAA0681019A412E87";
    private const string Token = "03C869E5CF8B010000765E4B99";
    private const string EndlessToken = "03FFFFFFFFFFFFFF7F853B35B3";

    private static readonly byte[] User = Convert.FromHexString(UserKey);
    private static readonly byte[] Id = Convert.FromHexString(TokenKey);
    private static readonly Epoch Epoch = Epoch.Parse("0123456789ab");

    private static readonly UserHead HeadValue = new(Epoch, 9, 300, 42, 1_700_000_000_123, 65_536)
    {
        FrameCount = 127,
        HoleCount = 3,
        MarkedCount = 5,
        OldestTimestampMs = 1_699_999_999_999,
        StateVersion = 130,
        StateSnapshotVersion = 128,
        DeadLetterCount = 1,
        WorkCount = 2,
        LastWorkNumber = 16_384,
        TokensRevokedUpToS = 1_700_000_000,
        RevokedTokenCount = 129,
    };

    private static readonly RevokedTokenRecord TokenValue = new("jti-é", 1_700_000_000_456);
    private static readonly RevokedTokenRecord EndlessTokenValue = TokenValue with { ExpiresAtMs = long.MaxValue };

    [Fact]
    public void Keys_AreThoseOfVersion3()
    {
        Assert.Equal(TokenKey, Convert.ToHexString(KeyLayout.RevokedToken(User, TokenValue.TokenId)));
        Assert.Equal(
            ["heads", "sessions", "frames", "dead_letters", "state", "deduplication", "work", "revoked_tokens"], StoreFormat.Families);
    }

    [Fact]
    public void Encode_WritesVersion3()
    {
        Assert.Equal(Meta, Convert.ToHexString(MetaCodec.Encode(Epoch)));
        Assert.Equal(Head, Convert.ToHexString(HeadCodec.Encode(HeadValue, User)));
        Assert.Equal(Token, Convert.ToHexString(RevokedTokenCodec.Encode(TokenValue, Id)));
        Assert.Equal(EndlessToken, Convert.ToHexString(RevokedTokenCodec.Encode(EndlessTokenValue, Id)));
    }

    [Fact]
    public void Decode_ReadsVersion3()
    {
        Assert.Equal(3, MetaCodec.DecodeVersion(Bytes(Meta)));
        Assert.Equal(Epoch, MetaCodec.Decode(Bytes(Meta)));
        Assert.Equal(HeadValue, HeadCodec.Decode(Bytes(Head), User, Epoch));
        Assert.Equal(TokenValue, RevokedTokenCodec.Decode(Bytes(Token), Id, User.Length));
        Assert.Equal(EndlessTokenValue, RevokedTokenCodec.Decode(Bytes(EndlessToken), Id, User.Length));
    }

    [Fact]
    public void Decode_AnyByteChangedOrLost_ThrowsDamaged()
    {
        StrictRecords.AssertStrict(Bytes(Meta), record => MetaCodec.Decode(record));
        StrictRecords.AssertStrict(Bytes(Head), record => HeadCodec.Decode(record, User, Epoch));
        StrictRecords.AssertStrict(Bytes(Token), record => RevokedTokenCodec.Decode(record, Id, User.Length));
    }

    [Fact]
    public void Decode_FieldsThatAreNeverWritten_ThrowsDamaged()
    {
        // An end before 1970, one that is short, one field too many.
        StrictRecords.AssertRefused([.. Enumerable.Repeat((byte)0xFF, 8)], Id, 3, record => RevokedTokenCodec.Decode(record, Id, User.Length));
        StrictRecords.AssertRefused(new byte[7], Id, 3, record => RevokedTokenCodec.Decode(record, Id, User.Length));
        StrictRecords.AssertRefused(new byte[9], Id, 3, record => RevokedTokenCodec.Decode(record, Id, User.Length));
        // A head with the fields of version 2, and one with a field too many.
        StrictRecords.AssertRefused([1, .. new byte[20]], User, 3, record => HeadCodec.Decode(record, User, Epoch));
        StrictRecords.AssertRefused([1, .. new byte[23]], User, 3, record => HeadCodec.Decode(record, User, Epoch));
    }

    [Fact]
    public void Decode_KeyWithoutAnId_ThrowsDamaged()
    {
        foreach (var key in (byte[][])[User, [.. User, 0xFF], [.. User, .. new byte[129]]])
        {
            var record = RevokedTokenCodec.Encode(TokenValue, key);
            var damage = Assert.Throws<StorageDamagedException>(() => RevokedTokenCodec.Decode(record, key, User.Length));
            Assert.Contains("its key has no id", damage.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);
}
