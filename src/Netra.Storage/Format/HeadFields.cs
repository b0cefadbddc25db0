using Netra.Protocol;

namespace Netra.Storage;

/// <summary>The fields of a head but for its epoch and revision, of variable length each, as backends store them. This is a storage format: fields come at the end alone.</summary>
public static class HeadFields
{
    /// <summary>The most bytes that <see cref="Write"/> writes.</summary>
    public const int MaxBytes = 15 * FieldWriter.MaxVarIntBytes;

    /// <summary>Writes them.</summary>
    public static void Write(in UserHead head, ref FieldWriter fields)
    {
        fields.VarInt(head.HeadSeq);
        fields.VarInt(head.OldestSeq);
        fields.VarInt(head.LastTimestampMs);
        fields.VarInt(head.RetainedBytes);
        fields.VarInt(head.FrameCount);
        fields.VarInt(head.HoleCount);
        fields.VarInt(head.MarkedCount);
        fields.VarInt(head.OldestTimestampMs);
        fields.VarInt(head.StateVersion);
        fields.VarInt(head.StateSnapshotVersion);
        fields.VarInt(head.DeadLetterCount);
        fields.VarInt(head.WorkCount);
        fields.VarInt(head.LastWorkNumber);
        fields.VarInt(head.TokensRevokedUpToS);
        fields.VarInt(head.RevokedTokenCount);
    }

    /// <summary>Reads them. Whether they were there, <paramref name="fields"/> says; whether they can be true together, <see cref="UserHead.IsConsistent"/>.</summary>
    /// <param name="epoch">The store's epoch.</param>
    /// <param name="revision">The head's revision.</param>
    /// <param name="fields">Where they are.</param>
    /// <param name="withTokens">False for records from before the last two fields.</param>
    public static UserHead Read(Epoch epoch, long revision, ref FieldReader fields, bool withTokens = true)
    {
        var head = new UserHead(
            epoch,
            revision,
            HeadSeq: fields.VarInt(),
            OldestSeq: fields.VarInt(),
            LastTimestampMs: fields.VarInt(),
            RetainedBytes: fields.VarInt())
        {
            FrameCount = fields.VarInt(),
            HoleCount = fields.VarInt(),
            MarkedCount = fields.VarInt(),
            OldestTimestampMs = fields.VarInt(),
            StateVersion = fields.VarInt(),
            StateSnapshotVersion = fields.VarInt(),
            DeadLetterCount = fields.VarInt(),
            WorkCount = fields.VarInt(),
            LastWorkNumber = fields.VarInt(),
        };
        return withTokens ? head with { TokensRevokedUpToS = fields.VarInt(), RevokedTokenCount = fields.VarInt() } : head;
    }
}
