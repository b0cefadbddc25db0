using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>Rows as records, checked as strictly as commits are.</summary>
internal static class AnswerRecords
{
    private const int MaxIdLength = 128;

    public static SessionRecord Session(in AnswerRow row)
    {
        Require(ClientId.TryParse(row.Text, out var clientId), "a session's client id is none");
        var (start, acked, lastSeenMs) = (row.Numbers[0], row.Numbers[1], row.Numbers[2]);
        Require(start >= 0 && acked >= -1 && lastSeenMs >= 0, "a session's position or time is negative");
        return new SessionRecord(clientId, start, acked < 0 ? null : acked, lastSeenMs);
    }

    public static StateChangeRecord StateChange(in AnswerRow row)
    {
        var kind = (StateChangeKind)row.Numbers[1];
        Require(kind is >= StateChangeKind.Patch and <= StateChangeKind.Updates && row.Bytes.Length > 0, "a state change is none");
        return new StateChangeRecord(row.Numbers[0], kind, row.Bytes);
    }

    public static StateSnapshotRecord StateSnapshot(in AnswerRow row)
    {
        Require(row.Numbers[0] >= 1 && row.Bytes.Length > 0, "a state snapshot is empty");
        return new StateSnapshotRecord(row.Numbers[0], row.Bytes);
    }

    public static WorkRecord Work(in AnswerRow row)
    {
        Require(row.Bytes.Length > 0, "a work record is empty");
        return new WorkRecord(row.Numbers[0], row.Bytes);
    }

    public static RevokedTokenRecord RevokedToken(in AnswerRow row)
    {
        var id = row.Text;
        Require(id.Length is >= 1 and <= MaxIdLength && row.Numbers[0] >= 0, "a revoked token is none");
        return new RevokedTokenRecord(id, row.Numbers[0]);
    }

    public static DeduplicationRecord Deduplication(in AnswerRow row)
    {
        var (space, id) = ((DeduplicationSpace)row.Numbers[0], row.Text);
        Require(
            space is >= DeduplicationSpace.Client and <= DeduplicationSpace.Outbox && id.Length is >= 1 and <= MaxIdLength
                && row.Numbers[1] >= 0 && row.Numbers[2] >= 0,
            "an accepted id is none");
        return new DeduplicationRecord(new DeduplicationKey(space, id), row.Numbers[1], row.Numbers[2]);
    }

    public static DeadLetterRecord DeadLetter(in AnswerRow row)
    {
        var (reason, priority) = ((DeadLetterReason)row.Numbers[1], (MessagePriority)row.Numbers[2]);
        Require(
            reason is >= DeadLetterReason.Overflow and <= DeadLetterReason.Undeliverable && priority <= MessagePriority.Critical
                && row.Numbers[3] >= 0 && row.Bytes.Length > 0,
            "a dead letter is none");
        return new DeadLetterRecord(row.Numbers[0], reason, row.Numbers[3], row.Bytes, priority);
    }

    public static FrameEntry Entry(in AnswerRow row)
    {
        var (priority, hole) = ((MessagePriority)row.Numbers[4], (SkipReason)row.Numbers[5]);
        var entry = new FrameEntry(row.Numbers[0], row.Numbers[1], (int)row.Numbers[6])
        {
            ExpiresAtMs = row.Numbers[2],
            StateVersion = row.Numbers[3],
            Priority = priority,
            Hole = hole == 0 ? null : hole,
        };
        Require(
            priority <= MessagePriority.Critical && hole is 0 or SkipReason.Expired or SkipReason.Revoked
                && entry.Hole is null == entry.JsonBytes > 0 && entry is { TimestampMs: >= 0, ExpiresAtMs: >= 0, StateVersion: >= 0 },
            "a place is none");
        return entry;
    }

    public static StoredFrame Frame(in AnswerRow row)
    {
        var entry = Entry(row);
        return new StoredFrame(entry.Seq, entry.TimestampMs, row.Bytes)
        {
            Priority = entry.Priority,
            ExpiresAtMs = entry.ExpiresAtMs,
            StateVersion = entry.StateVersion,
            Hole = entry.Hole,
        };
    }

    /// <exception cref="StorageDamagedException">It does not hold.</exception>
    public static void Require(bool holds, string fault)
    {
        if (!holds) throw new StorageDamagedException($"The records of a user are damaged: {fault}.");
    }
}
