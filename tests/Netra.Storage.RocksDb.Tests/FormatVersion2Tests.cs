using Netra.Protocol;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>
/// The bytes of format version 2, as the first build with it wrote them, where they are not those of version 1. A store in the field has these:
/// never change them. A new version adds tests.
/// </summary>
public sealed class FormatVersion2Tests
{
    private const string UserKey = "602C4A2A8D3F1EA200047A6FC3AB";
    private const string NumberKey = "602C4A2A8D3F1EA200047A6FC3AB000000000000012C";
    private const string DeduplicationKeyHex = "602C4A2A8D3F1EA200047A6FC3AB0269642DC3A9";
    private const string Meta = "4E545241020001303132333435363738396162FA4CF687";
    private const string Head = "020900000000000000AC022AFBD095FFBC318080047F0305FFCF95FFBC31820180010102808001C272FBE6";
    private const string Frame = "027B68E5CF8B0100000EDBA599FFBC3182017B2261223A317D27D5EB88";
    private const string Hole = "027B68E5CF8B01000030A8FCEE9A";
    private const string Letter = "020303C869E5CF8B0100007B2261223A317DAD1DAF90";
    private const string Snapshot = "0280017B2261223A317DBF91FE47";
    private const string Change = "02037B2261223A317D5ADBFAE4";
    private const string Deduplication = "02C869E5CF8B010000AB02FA63B708";
    private const string Work = "0201020327C5B708";

    private static readonly byte[] User = Convert.FromHexString(UserKey);
    private static readonly byte[] Number = Convert.FromHexString(NumberKey);
    private static readonly byte[] Id = Convert.FromHexString(DeduplicationKeyHex);
    private static readonly byte[] Json = "{\"a\":1}"u8.ToArray();
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
    };

    private static readonly StoredFrame FrameValue = new(300, 1_700_000_000_123, Json)
    {
        Priority = MessagePriority.High,
        ExpiresAtMs = 1_700_000_060_123,
        StateVersion = 130,
    };

    private static readonly StoredFrame HoleValue =
        new(300, 1_700_000_000_123, default) { Priority = MessagePriority.Low, Hole = SkipReason.Revoked };

    private static readonly DeadLetterRecord LetterValue = new(300, DeadLetterReason.Expired, 1_700_000_000_456, Json, MessagePriority.Critical);
    private static readonly StateSnapshotRecord SnapshotValue = new(128, Json);
    private static readonly StateChangeRecord ChangeValue = new(300, StateChangeKind.Updates, Json);
    private static readonly DeduplicationRecord DeduplicationValue = new(new DeduplicationKey(DeduplicationSpace.Publisher, "id-é"), 299, 1_700_000_000_456);
    private static readonly WorkRecord WorkValue = new(300, new byte[] { 1, 2, 3 });

    [Fact]
    public void Keys_AreThoseOfVersion2()
    {
        Assert.Equal(UserKey, Convert.ToHexString(KeyLayout.Head(UserId.Parse("zoë"))));
        Assert.Equal(NumberKey, Convert.ToHexString(KeyLayout.Numbered(User, 300)));
        Assert.Equal(DeduplicationKeyHex, Convert.ToHexString(KeyLayout.Deduplication(User, DeduplicationValue.Key)));
        Assert.True(KeyLayout.TryReadUser(Number, out var user));
        Assert.Equal("zoë", user.Value);
        Assert.Equal(["heads", "sessions", "frames", "dead_letters", "state", "deduplication", "work"], StoreFormat.FamiliesOfVersion2);
    }

    [Fact]
    public void Encode_OfWhatVersion3LeftAsItWas_WritesVersion2()
    {
        Assert.Equal(Meta, Convert.ToHexString(MetaCodec.Encode(Epoch, version: 2)));
        Assert.Equal(Frame, Convert.ToHexString(Encode(FrameValue)));
        Assert.Equal(Hole, Convert.ToHexString(Encode(HoleValue)));
        Assert.Equal(Letter, Convert.ToHexString(DeadLetterCodec.Encode(LetterValue, Number)));
        Assert.Equal(Snapshot, Convert.ToHexString(StateCodec.EncodeSnapshot(SnapshotValue, User)));
        Assert.Equal(Change, Convert.ToHexString(StateCodec.EncodeChange(ChangeValue, Number)));
        Assert.Equal(Deduplication, Convert.ToHexString(DeduplicationCodec.Encode(DeduplicationValue, Id)));
        Assert.Equal(Work, Convert.ToHexString(WorkCodec.Encode(WorkValue, Number)));
    }

    [Fact]
    public void Decode_ReadsVersion2()
    {
        Assert.Equal(2, MetaCodec.DecodeVersion(Bytes(Meta)));
        Assert.Equal(Epoch, MetaCodec.Decode(Bytes(Meta)));
        Assert.Equal(HeadValue, HeadCodec.Decode(Bytes(Head), User, Epoch));
        foreach (var (hex, value) in ((string, StoredFrame)[])[(Frame, FrameValue), (Hole, HoleValue)])
        {
            var frame = FrameCodec.Decode(Bytes(hex), Number);
            Assert.Equal(value with { Json = default }, frame with { Json = default });
            Assert.Equal(value.Json.ToArray(), frame.Json.ToArray());
        }

        var letter = DeadLetterCodec.Decode(Bytes(Letter), Number, User.Length);
        Assert.Equal(LetterValue with { Json = default }, letter with { Json = default });
        var snapshot = StateCodec.DecodeSnapshot(Bytes(Snapshot), User);
        Assert.Equal(SnapshotValue.Version, snapshot.Version);
        var change = StateCodec.DecodeChange(Bytes(Change), Number, User.Length);
        Assert.Equal(ChangeValue with { Json = default }, change with { Json = default });
        Assert.All([letter.Json, snapshot.Json, change.Json], json => Assert.Equal(Json, json.ToArray()));
        Assert.Equal(DeduplicationValue, DeduplicationCodec.Decode(Bytes(Deduplication), Id, User.Length));
        var work = WorkCodec.Decode(Bytes(Work), Number, User.Length);
        Assert.Equal((300, "010203"), (work.Number, Convert.ToHexString(work.Body.Span)));
    }

    [Fact]
    public void Decode_AnyByteChangedOrLost_ThrowsDamaged()
    {
        StrictRecords.AssertStrict(Bytes(Meta), record => MetaCodec.Decode(record));
        StrictRecords.AssertStrict(Bytes(Head), record => HeadCodec.Decode(record, User, Epoch));
        StrictRecords.AssertStrict(Bytes(Frame), record => FrameCodec.Decode(record, Number));
        StrictRecords.AssertStrict(Bytes(Hole), record => FrameCodec.Decode(record, Number));
        StrictRecords.AssertStrict(Bytes(Letter), record => DeadLetterCodec.Decode(record, Number, User.Length));
        StrictRecords.AssertStrict(Bytes(Snapshot), record => StateCodec.DecodeSnapshot(record, User));
        StrictRecords.AssertStrict(Bytes(Change), record => StateCodec.DecodeChange(record, Number, User.Length));
        StrictRecords.AssertStrict(Bytes(Deduplication), record => DeduplicationCodec.Decode(record, Id, User.Length));
        StrictRecords.AssertStrict(Bytes(Work), record => WorkCodec.Decode(record, Number, User.Length));
    }

    [Fact]
    public void Decode_KeyOfAnotherShape_ThrowsDamaged()
    {
        var longer = (byte[])[.. Number, 0];
        Refused(longer, WorkCodec.Encode(WorkValue, longer), record => WorkCodec.Decode(record, longer, User.Length));
        Refused(longer, DeadLetterCodec.Encode(LetterValue, longer), record => DeadLetterCodec.Decode(record, longer, User.Length));
        Refused(longer, StateCodec.EncodeChange(ChangeValue, longer), record => StateCodec.DecodeChange(record, longer, User.Length));
        Refused(User, DeduplicationCodec.Encode(DeduplicationValue, User), record => DeduplicationCodec.Decode(record, User, User.Length));
        static void Refused<T>(byte[] key, byte[] record, Func<byte[], T> decode) =>
            Assert.True(Assert.Throws<StorageDamagedException>(() => decode(record)).Message.Contains("its key", StringComparison.Ordinal), $"{key.Length}");
    }

    [Theory]
    // Ordinary: such a frame is written as version 1. Then marks without their fields, and fields that say nothing.
    [InlineData("7B68E5CF8B010000" + "01" + "7B7D")]
    [InlineData("7B68E5CF8B010000" + "05" + "007B7D")]
    [InlineData("7B68E5CF8B010000" + "09" + "007B7D")]
    [InlineData("7B68E5CF8B010000" + "09" + "FF")]
    [InlineData("7B68E5CF8B010000" + "05" + "8100" + "7B7D")]
    // A hole with JSON, a frame without, reasons that no hole has.
    [InlineData("7B68E5CF8B010000" + "31" + "7B7D")]
    [InlineData("7B68E5CF8B010000" + "02")]
    [InlineData("7B68E5CF8B010000" + "21")]
    [InlineData("7B68E5CF8B010000" + "41")]
    [InlineData("7B68E5CF8B01")]
    public void Decode_FrameFieldsThatAreNeverWritten_ThrowsDamaged(string fields) =>
        StrictRecords.AssertRefused(Bytes(fields), Number, RecordEnvelope.Version2, record => FrameCodec.Decode(record, Number));

    [Fact]
    public void Decode_OtherFieldsThatAreNeverWritten_ThrowsDamaged()
    {
        StrictRecords.AssertRefused([0, 1, .. new byte[8], 1], Number, 2, record => DeadLetterCodec.Decode(record, Number, User.Length));
        StrictRecords.AssertRefused([1, 4, .. new byte[8], 1], Number, 2, record => DeadLetterCodec.Decode(record, Number, User.Length));
        StrictRecords.AssertRefused([1, 1, .. new byte[8]], Number, 2, record => DeadLetterCodec.Decode(record, Number, User.Length));
        StrictRecords.AssertRefused([0, 1], User, 2, record => StateCodec.DecodeSnapshot(record, User));
        StrictRecords.AssertRefused([1], User, 2, record => StateCodec.DecodeSnapshot(record, User));
        StrictRecords.AssertRefused([4, 1], Number, 2, record => StateCodec.DecodeChange(record, Number, User.Length));
        StrictRecords.AssertRefused([1], Number, 2, record => StateCodec.DecodeChange(record, Number, User.Length));
        StrictRecords.AssertRefused([.. new byte[8], 1, 1], Id, 2, record => DeduplicationCodec.Decode(record, Id, User.Length));
        StrictRecords.AssertRefused([], Number, 2, record => WorkCodec.Decode(record, Number, User.Length));
        // A head with a field too few, one too many, and one that counts a mark without a frame.
        StrictRecords.AssertRefused([1, .. new byte[19]], User, 2, record => HeadCodec.Decode(record, User, Epoch));
        StrictRecords.AssertRefused([1, .. new byte[21]], User, 2, record => HeadCodec.Decode(record, User, Epoch));
        StrictRecords.AssertRefused([1, .. new byte[13], 1, .. new byte[6]], User, 2, record => HeadCodec.Decode(record, User, Epoch));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16_384, 3)]
    [InlineData(long.MaxValue, 9)]
    public void VarInt_Written_IsReadBack(long value, int bytes)
    {
        var buffer = new byte[FieldWriter.MaxVarIntBytes];
        var writer = new FieldWriter(buffer);
        writer.VarInt(value);
        var reader = new FieldReader(buffer.AsSpan(0, writer.Length));
        Assert.Equal(value, reader.VarInt());
        Assert.True(reader.IsGood && reader.Rest.IsEmpty);
        Assert.Equal((bytes, bytes), (writer.Length, FieldWriter.VarIntBytes(value)));
    }

    private static byte[] Encode(StoredFrame frame)
    {
        var record = new byte[FrameCodec.Measure(frame)];
        FrameCodec.Encode(frame, Number, record);
        return record;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);
}
