using Netra.Protocol;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>
/// The bytes of format version 1, as the first build wrote them. A store in the field has these: never change them. A new version adds tests.
/// </summary>
public sealed class FormatVersion1Tests
{
    private const string HeadKey = "602C4A2A8D3F1EA200047A6FC3AB";
    private const string SessionKey = "602C4A2A8D3F1EA200047A6FC3AB7461622D31";
    private const string FrameKey = "602C4A2A8D3F1EA200047A6FC3AB000000000000012C";
    private const string Meta = "4E54524101000130313233343536373839616242CAAD29";
    private const string Head = "0109000000000000002C010000000000002A000000000000007B68E5CF8B01000000000100000000009E177C29";
    private const string Session = "012800000000000000012B01000000000000C869E5CF8B0100006B52CBD8";
    private const string NewSession = "012800000000000000000000000000000000C869E5CF8B01000017958807";
    private const string Frame = "017B68E5CF8B0100007B2261223A317D65E6E980";

    private static readonly UserId User = UserId.Parse("zoë");
    private static readonly Epoch Epoch = Epoch.Parse("0123456789ab");

    // Version 1 has no count and no oldest timestamp: the one follows from the seqs, the other is read from the oldest frame.
    private static readonly UserHead HeadValue = new(Epoch, 9, 300, 42, 1_700_000_000_123, 65_536) { FrameCount = 259 };
    private static readonly SessionRecord SessionValue = new(ClientId.Parse("tab-1"), 40, 299, 1_700_000_000_456);
    private static readonly SessionRecord NewSessionValue = SessionValue with { AckedSeq = null };
    private static readonly StoredFrame FrameValue = new(300, 1_700_000_000_123, "{\"a\":1}"u8.ToArray());

    private static readonly byte[] HeadKeyBytes = KeyLayout.Head(User);
    private static readonly byte[] SessionKeyBytes = KeyLayout.Session(HeadKeyBytes, SessionValue.ClientId);
    private static readonly byte[] FrameKeyBytes = KeyLayout.Numbered(HeadKeyBytes, FrameValue.Seq);

    [Fact]
    public void Keys_AreThoseOfVersion1()
    {
        Assert.Equal(HeadKey, Convert.ToHexString(HeadKeyBytes));
        Assert.Equal(SessionKey, Convert.ToHexString(SessionKeyBytes));
        Assert.Equal(FrameKey, Convert.ToHexString(FrameKeyBytes));
    }

    [Fact]
    public void Encode_OfWhatVersion2LeftAsItWas_WritesVersion1()
    {
        var frame = new byte[FrameCodec.Measure(FrameValue)];
        FrameCodec.Encode(FrameValue, FrameKeyBytes, frame);
        Assert.Equal(Meta, Convert.ToHexString(MetaCodec.Encode(Epoch, version: 1)));
        Assert.Equal(Session, Convert.ToHexString(SessionCodec.Encode(SessionValue, SessionKeyBytes)));
        Assert.Equal(NewSession, Convert.ToHexString(SessionCodec.Encode(NewSessionValue, SessionKeyBytes)));
        Assert.Equal(Frame, Convert.ToHexString(frame));
    }

    [Fact]
    public void Decode_ReadsVersion1()
    {
        var (headKey, sessionKey, frameKey) = (Bytes(HeadKey), Bytes(SessionKey), Bytes(FrameKey));
        Assert.Equal(1, MetaCodec.DecodeVersion(Bytes(Meta)));
        Assert.Equal(Epoch, MetaCodec.Decode(Bytes(Meta)));
        Assert.Equal(HeadValue, HeadCodec.Decode(Bytes(Head), headKey, Epoch));
        Assert.Equal(SessionValue, SessionCodec.Decode(Bytes(Session), sessionKey, headKey.Length));
        Assert.Equal(NewSessionValue, SessionCodec.Decode(Bytes(NewSession), sessionKey, headKey.Length));
        var frame = FrameCodec.Decode(Bytes(Frame), frameKey);
        Assert.Equal((FrameValue.Seq, FrameValue.TimestampMs), (frame.Seq, frame.TimestampMs));
        Assert.Equal(FrameValue.Json.ToArray(), frame.Json.ToArray());
    }

    [Fact]
    public void Decode_AnyByteChangedOrLost_ThrowsDamaged()
    {
        var (headKey, sessionKey, frameKey) = (Bytes(HeadKey), Bytes(SessionKey), Bytes(FrameKey));
        StrictRecords.AssertStrict(Bytes(Head), record => HeadCodec.Decode(record, headKey, Epoch));
        StrictRecords.AssertStrict(Bytes(Session), record => SessionCodec.Decode(record, sessionKey, headKey.Length));
        StrictRecords.AssertStrict(Bytes(Frame), record => FrameCodec.Decode(record, frameKey));
        StrictRecords.AssertStrict(Bytes(Meta), record => MetaCodec.Decode(record));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);
}
