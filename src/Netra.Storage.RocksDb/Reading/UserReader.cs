using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>
/// Reads one user's records as they were at one moment, so that a commit beside it is seen whole or not at all. Every method throws
/// <see cref="StorageDamagedException"/> when what is read cannot have been written.
/// </summary>
internal sealed partial class UserReader(Database database, byte[] userKey, Snapshot snapshot)
{
    public UserHead Head() => HeadReader.Read(database, userKey, new ReadOptions().SetSnapshot(snapshot));

    public UserSnapshot Load()
    {
        var head = Head();
        return new UserSnapshot(
            head, Sessions(), head.StateVersion == 0 ? StoredState.Empty : State(head), head.WorkCount == 0 ? [] : Work(head))
        {
            RevokedTokens = head.RevokedTokenCount == 0 ? [] : RevokedTokens(head),
        };
    }

    public List<DeduplicationRecord> Deduplication()
    {
        var records = new List<DeduplicationRecord>();
        using var scan = ScanAll(database.Deduplication);
        while (scan.MoveNext()) records.Add(DeduplicationCodec.Decode(scan.Value, scan.Key, userKey.Length));
        return records;
    }

    public List<DeadLetterRecord> DeadLetters(long afterSeq, int maxRecords, int maxBytes)
    {
        var letters = new List<DeadLetterRecord>();
        if (afterSeq == long.MaxValue) return letters;
        var bytes = 0L;
        using var scan = Scan(database.DeadLetters, KeyLayout.Numbered(userKey, Math.Max(afterSeq, 0) + 1));
        while (letters.Count < maxRecords && scan.MoveNext())
        {
            var letter = DeadLetterCodec.Decode(scan.Value, scan.Key, userKey.Length);
            bytes += letter.Json.Length;
            if (letters.Count > 0 && bytes > maxBytes) break;
            letters.Add(letter);
        }

        return letters;
    }

    private List<SessionRecord> Sessions()
    {
        var sessions = new List<SessionRecord>();
        using var scan = ScanAll(database.Sessions);
        while (scan.MoveNext()) sessions.Add(SessionCodec.Decode(scan.Value, scan.Key, userKey.Length));
        return sessions;
    }

    private StoredState State(in UserHead head)
    {
        var snapshotRecord = StoredState.Empty.Snapshot;
        var changes = new List<StateChangeRecord>();
        using var scan = ScanAll(database.State);
        while (scan.MoveNext())
        {
            // The snapshot's key is the shortest, and so the first.
            if (scan.Key.Length == userKey.Length) snapshotRecord = StateCodec.DecodeSnapshot(scan.Value, scan.Key);
            else changes.Add(StateCodec.DecodeChange(scan.Value, scan.Key, userKey.Length));
        }

        Require(snapshotRecord.Version == head.StateSnapshotVersion, "state snapshot is not that of its head");
        Require(changes.Count == head.StateVersion - head.StateSnapshotVersion, "state changes are not those that its head counts");
        for (var i = 0; i < changes.Count; i++)
            Require(changes[i].Version == head.StateSnapshotVersion + 1 + i, "state changes have a gap");

        return new StoredState(snapshotRecord, changes);
    }

    private List<WorkRecord> Work(in UserHead head)
    {
        var work = new List<WorkRecord>();
        using var scan = ScanAll(database.Work);
        while (scan.MoveNext()) work.Add(WorkCodec.Decode(scan.Value, scan.Key, userKey.Length));
        Require(work.Count == head.WorkCount, "work records are not those that its head counts");
        Require(work[0].Number >= 1 && work[^1].Number <= head.LastWorkNumber, "work records have numbers that were never given");
        return work;
    }

    private List<RevokedTokenRecord> RevokedTokens(in UserHead head)
    {
        var tokens = new List<RevokedTokenRecord>();
        using var scan = ScanAll(database.RevokedTokens);
        while (scan.MoveNext()) tokens.Add(RevokedTokenCodec.Decode(scan.Value, scan.Key, userKey.Length));
        Require(tokens.Count == head.RevokedTokenCount, "revoked tokens are not those that its head counts");
        return tokens;
    }

    private RangeScan ScanAll(ColumnFamilyHandle family) => Scan(family, userKey);

    private RangeScan Scan(ColumnFamilyHandle family, byte[] first) => new(database, family, snapshot, first, KeyLayout.End(userKey));

    private void Require(bool holds, string fault)
    {
        if (!holds) throw new StorageDamagedException($"The store is damaged at {KeyLayout.Describe(userKey)}: its {fault}.");
    }
}
