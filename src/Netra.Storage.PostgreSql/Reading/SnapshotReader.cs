namespace Netra.Storage.PostgreSql;

/// <summary>Makes a user's snapshot of the rows of a load, and checks that they are those that its head counts.</summary>
internal static class SnapshotReader
{
    /// <param name="answer">The answer.</param>
    /// <param name="rows">Those of its rows that are the user's.</param>
    /// <exception cref="StorageDamagedException">The rows contradict each other.</exception>
    public static UserSnapshot Read(Answer answer, IEnumerable<AnswerRow> rows)
    {
        var head = UserHead.Empty(answer.Epoch);
        var (sessions, changes, work, tokens) = (new List<SessionRecord>(), new List<StateChangeRecord>(), new List<WorkRecord>(), new List<RevokedTokenRecord>());
        var snapshot = StoredState.Empty.Snapshot;
        foreach (var row in rows)
        {
            switch (row.Kind)
            {
                case AnswerKind.Head:
                    head = HeadRecord.Read(row.Numbers, row.Bytes, answer.Epoch);
                    break;
                case AnswerKind.Session:
                    sessions.Add(AnswerRecords.Session(row));
                    break;
                case AnswerKind.StateSnapshot:
                    snapshot = AnswerRecords.StateSnapshot(row);
                    break;
                case AnswerKind.StateChange:
                    changes.Add(AnswerRecords.StateChange(row));
                    break;
                case AnswerKind.Work:
                    work.Add(AnswerRecords.Work(row));
                    break;
                case AnswerKind.RevokedToken:
                    tokens.Add(AnswerRecords.RevokedToken(row));
                    break;
                default:
                    throw new InvalidOperationException($"A load has no rows of the kind {row.Kind}.");
            }
        }

        Check(head, snapshot, changes);
        AnswerRecords.Require(work.Count == head.WorkCount, "work records are not those that its head counts");
        AnswerRecords.Require(work is [] || (work[0].Number >= 1 && work[^1].Number <= head.LastWorkNumber), "work records have numbers that were never given");
        AnswerRecords.Require(tokens.Count == head.RevokedTokenCount, "revoked tokens are not those that its head counts");
        return new UserSnapshot(head, sessions, head.StateVersion == 0 ? StoredState.Empty : new StoredState(snapshot, changes), work) { RevokedTokens = tokens };
    }

    private static void Check(in UserHead head, in StateSnapshotRecord snapshot, List<StateChangeRecord> changes)
    {
        AnswerRecords.Require(snapshot.Version == head.StateSnapshotVersion, "the state's snapshot is not that of its head");
        AnswerRecords.Require(changes.Count == head.StateVersion - head.StateSnapshotVersion, "state changes are not those that its head counts");
        for (var i = 0; i < changes.Count; i++)
            AnswerRecords.Require(changes[i].Version == head.StateSnapshotVersion + 1 + i, "state changes have a gap");
    }
}
