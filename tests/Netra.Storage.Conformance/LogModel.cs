using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>What a user's log must have, in plain collections.</summary>
public sealed class LogModel
{
    public SortedDictionary<long, StoredFrame> Frames { get; } = [];

    public SortedDictionary<long, DeadLetterRecord> DeadLetters { get; } = [];

    public Dictionary<ClientId, SessionRecord> Sessions { get; } = [];

    public SortedDictionary<long, StateChangeRecord> StateChanges { get; } = [];

    public StateSnapshotRecord StateSnapshot { get; set; } = StoredState.Empty.Snapshot;

    public Dictionary<DeduplicationKey, DeduplicationRecord> Deduplication { get; } = [];

    public Dictionary<string, RevokedTokenRecord> RevokedTokens { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<long, WorkRecord> Work { get; } = [];

    public long HoleCount => Frames.Values.Count(frame => frame.Hole is not null);

    public long FrameCount => Frames.Count - HoleCount;

    public long Bytes => Frames.Values.Sum(frame => (long)frame.Json.Length);

    public long MarkedCount => Frames.Values.Count(
        frame => frame.Hole is null && (frame.Priority != MessagePriority.Normal || frame.ExpiresAtMs != 0));

    /// <summary>Changes everything that is not a place.</summary>
    public void ApplyRecords(CommitParts parts)
    {
        foreach (var session in parts.Sessions) Sessions[session.ClientId] = session;
        foreach (var clientId in parts.ForgetSessions) Sessions.Remove(clientId);
        foreach (var change in parts.StateChanges) StateChanges.Add(change.Version, change);
        if (parts.StateSnapshot is { } snapshot)
        {
            StateSnapshot = snapshot;
            foreach (var version in StateChanges.Keys.Where(version => version <= snapshot.Version).ToArray()) StateChanges.Remove(version);
        }

        foreach (var record in parts.Deduplication) Deduplication[record.Key] = record;
        foreach (var key in parts.ForgetDeduplication) Deduplication.Remove(key);
        foreach (var token in parts.RevokedTokens) RevokedTokens[token.TokenId] = token;
        foreach (var id in parts.ForgetRevokedTokens) RevokedTokens.Remove(id);
        foreach (var work in parts.Work) Work[work.Number] = work;
        foreach (var number in parts.ForgetWork) Work.Remove(number);
    }

    /// <summary>Changes the places, and the dead letters that come of them.</summary>
    /// <param name="parts">The change.</param>
    /// <param name="added">The new places, with their seqs.</param>
    /// <param name="first">Below it nothing is retained any more.</param>
    public void ApplyPlaces(CommitParts parts, IEnumerable<StoredFrame> added, long first)
    {
        foreach (var letter in parts.DeadLetters)
        {
            var (json, priority) = letter.Json.IsEmpty
                ? (Frames[letter.Seq].Json, Frames[letter.Seq].Priority)
                : (letter.Json, MessagePriority.Normal);
            DeadLetters.Add(letter.Seq, new DeadLetterRecord(letter.Seq, letter.Reason, letter.AtMs, json, priority));
        }

        foreach (var seq in parts.ForgetDeadLetters) DeadLetters.Remove(seq);
        foreach (var frame in added) Frames.Add(frame.Seq, frame);
        foreach (var hole in parts.Erase) Frames[hole.Seq] = Frames[hole.Seq] with { Json = default, Hole = hole.Reason };
        foreach (var seq in parts.Remove) Frames.Remove(seq);
        foreach (var seq in Frames.Keys.Where(seq => seq < first).ToArray()) Frames.Remove(seq);
    }
}
