using Netra.Protocol;

namespace Netra.Storage;

/// <summary>One user's log in memory. Not thread-safe: the backend holds its lock.</summary>
internal sealed class InMemoryUser(UserHead head)
{
    private readonly Dictionary<ClientId, SessionRecord> _sessions = [];
    private readonly NumberedRecords<StoredFrame> _frames = new();
    private readonly NumberedRecords<DeadLetterRecord> _deadLetters = new();
    private readonly NumberedRecords<WorkRecord> _work = new();
    private readonly Dictionary<DeduplicationKey, DeduplicationRecord> _deduplication = [];
    private readonly Dictionary<string, RevokedTokenRecord> _revokedTokens = new(StringComparer.Ordinal);
    private readonly List<StateChangeRecord> _stateChanges = [];
    private StateSnapshotRecord _stateSnapshot = StoredState.Empty.Snapshot;

    public UserHead Head { get; private set; } = head;

    public bool HasWork => _work.Count > 0;

    public IReadOnlyList<DeduplicationRecord> Deduplication => [.. _deduplication.Values];

    public UserSnapshot Snapshot() =>
        new(Head, [.. _sessions.Values], new StoredState(_stateSnapshot, [.. _stateChanges]), [.. _work.All])
        {
            RevokedTokens = [.. _revokedTokens.Values],
        };

    public CommitOutcome Apply(UserCommit commit)
    {
        if (Head != commit.Expected) return CommitOutcome.Conflict;
        if (!HasSources(commit)) return CommitOutcome.Damaged;
        ApplyDeadLetters(commit);
        ApplyFrames(commit);
        foreach (var session in commit.SessionsToWrite) _sessions[session.ClientId] = session;
        foreach (var clientId in commit.SessionsToForget) _sessions.Remove(clientId);
        ApplyState(commit);
        foreach (var record in commit.DeduplicationToWrite) _deduplication[record.Key] = record;
        foreach (var key in commit.DeduplicationToForget) _deduplication.Remove(key);
        foreach (var work in commit.WorkToWrite) _work.Put(work.Number, work);
        foreach (var number in commit.WorkToForget) _work.Remove(number);
        foreach (var token in commit.RevokedTokensToWrite) _revokedTokens[token.TokenId] = token;
        foreach (var id in commit.RevokedTokensToForget) _revokedTokens.Remove(id);
        Head = commit.Next;
        return CommitOutcome.Committed;
    }

    public List<StoredFrame> Read(long fromSeq, long toSeq, int maxFrames, int maxBytes) =>
        Page(_frames.Between(fromSeq, toSeq), frame => frame.Json.Length, maxFrames, maxBytes);

    public IReadOnlyList<FrameEntry> ReadEntries()
    {
        FrameEntry[] entries = [.. _frames.All.Select(frame => FrameEntry.Of(frame))];
        RetainedPlaces.Check(Head, entries);
        return entries;
    }

    public List<DeadLetterRecord> ReadDeadLetters(long afterSeq, int maxRecords, int maxBytes) => afterSeq == long.MaxValue
        ? []
        : Page(_deadLetters.Between(afterSeq + 1, long.MaxValue), letter => letter.Json.Length, maxRecords, maxBytes);

    /// <summary>Whether the frames that the commit copies or erases are there.</summary>
    private bool HasSources(UserCommit commit)
    {
        bool IsFrame(long seq) => _frames.TryGet(seq, out var frame) && frame.Hole is null;
        return commit.DeadLettersToAdd.All(letter => !letter.Json.IsEmpty || IsFrame(letter.Seq))
            && commit.FramesToErase.All(hole => IsFrame(hole.Seq));
    }

    private void ApplyFrames(UserCommit commit)
    {
        foreach (var frame in commit.Frames) _frames.Put(frame.Seq, frame);
        foreach (var hole in commit.FramesToErase)
        {
            if (_frames.TryGet(hole.Seq, out var frame)) _frames.Put(hole.Seq, frame with { Json = default, Hole = hole.Reason });
        }

        foreach (var seq in commit.FramesToRemove) _frames.Remove(seq);
        _frames.RemoveBelow(commit.Next.FirstRetainedSeq);
    }

    private void ApplyDeadLetters(UserCommit commit)
    {
        foreach (var letter in commit.DeadLettersToAdd)
        {
            var source = letter.Json.IsEmpty && _frames.TryGet(letter.Seq, out var frame) ? frame : new StoredFrame(letter.Seq, 0, letter.Json);
            _deadLetters.Put(letter.Seq, new DeadLetterRecord(letter.Seq, letter.Reason, letter.AtMs, source.Json, source.Priority));
        }

        foreach (var seq in commit.DeadLettersToForget) _deadLetters.Remove(seq);
    }

    private void ApplyState(UserCommit commit)
    {
        _stateChanges.AddRange(commit.StateChanges);
        if (commit.StateSnapshot is not { } snapshot) return;
        _stateSnapshot = snapshot;
        _stateChanges.RemoveAll(change => change.Version <= snapshot.Version);
    }

    private static List<T> Page<T>(IEnumerable<T> all, Func<T, int> bytesOf, int maxCount, int maxBytes)
    {
        var page = new List<T>();
        var bytes = 0L;
        foreach (var one in all)
        {
            bytes += bytesOf(one);
            if (page.Count == maxCount || (page.Count > 0 && bytes > maxBytes)) break;
            page.Add(one);
        }

        return page;
    }
}
