using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>
/// The state's records. A snapshot, at the user's own key: version (variable length), the document. A change: its kind (1 byte), its JSON; the
/// version is in the key.
/// </summary>
internal static class StateCodec
{
    private const string SnapshotWhat = "state snapshot";
    private const string ChangeWhat = "state change";

    public static byte[] EncodeSnapshot(in StateSnapshotRecord snapshot, ReadOnlySpan<byte> key)
    {
        Span<byte> buffer = stackalloc byte[FieldWriter.MaxVarIntBytes];
        var fields = new FieldWriter(buffer);
        fields.VarInt(snapshot.Version);
        return RecordEnvelope.Pack(buffer[..fields.Length], snapshot.Json.Span, key, RecordEnvelope.Version2);
    }

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static StateSnapshotRecord DecodeSnapshot(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key)
    {
        var fields = new FieldReader(RecordEnvelope.Open(record, key, SnapshotWhat, RecordEnvelope.Version2));
        var version = fields.VarInt();
        RecordEnvelope.Require(fields.IsGood && !fields.Rest.IsEmpty && version >= 1, SnapshotWhat, key);
        return new StateSnapshotRecord(version, fields.Rest.ToArray());
    }

    public static byte[] EncodeChange(in StateChangeRecord change, ReadOnlySpan<byte> key) =>
        RecordEnvelope.Pack([(byte)change.Kind], change.Json.Span, key, RecordEnvelope.Version2);

    /// <exception cref="StorageDamagedException">The record is damaged.</exception>
    public static StateChangeRecord DecodeChange(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key, int userKeyBytes)
    {
        var fields = new FieldReader(RecordEnvelope.Open(record, key, ChangeWhat, RecordEnvelope.Version2));
        var kind = (StateChangeKind)fields.Byte();
        RecordEnvelope.Require(
            fields.IsGood && !fields.Rest.IsEmpty && kind is >= StateChangeKind.Patch and <= StateChangeKind.Updates, ChangeWhat, key);
        return new StateChangeRecord(KeyLayout.NumberIn(key, userKeyBytes, ChangeWhat), kind, fields.Rest.ToArray());
    }
}
