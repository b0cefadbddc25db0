using Netra.Protocol;

namespace Netra.Storage;

/// <summary>One user's log in memory. Not thread-safe: the backend holds its lock.</summary>
internal sealed class InMemoryUser(UserHead head)
{
    private readonly Dictionary<ClientId, SessionRecord> _sessions = [];
    private readonly SortedDictionary<long, StoredFrame> _frames = [];
    private readonly SortedDictionary<long, DeadLetterRecord> _deadLetters = [];
    private readonly SortedDictionary<long, WorkRecord> _work = [];
    private readonly Dictionary<DeduplicationKey, DeduplicationRecord> _deduplication = [];
    private readonly List<StateChangeRecord> _stateChanges = [];
    private StateSnapshotRecord _stateSnapshot = StoredState.Empty.Snapshot;

    public UserHead Head { get; private set; } = head;

    public bool HasWork => _work.Count > 0;

    public IReadOnlyList<DeduplicationRecord> Deduplication => [.. _deduplication.Values];

    public IReadOnlyList<FrameEntry> Entries => [.. _frames.Values.Select(frame => FrameEntry.Of(frame))];

    public UserSnapshot Snapshot() =>
        new(Head, [.. _sessions.Values], new StoredState(_stateSnapshot, [.. _stateChanges]), [.. _work.Values]);

    public void Apply(UserCommit commit)
    {
        AddDeadLetters(commit);
        foreach (var frame in commit.Frames) _frames.Add(frame.Seq, frame);
        foreach (var hole in commit.FramesToErase) _frames[hole.Seq] = _frames[hole.Seq] with { Json = default, Hole = hole.Reason };
        foreach (var seq in commit.FramesToRemove) _frames.Remove(seq);
        while (_frames.Count > 0 && _frames.Keys.First() < commit.Next.FirstRetainedSeq) _frames.Remove(_frames.Keys.First());
        foreach (var session in commit.SessionsToWrite) _sessions[session.ClientId] = session;
        foreach (var clientId in commit.SessionsToForget) _sessions.Remove(clientId);
        ApplyState(commit);
        foreach (var record in commit.DeduplicationToWrite) _deduplication[record.Key] = record;
        foreach (var key in commit.DeduplicationToForget) _deduplication.Remove(key);
        foreach (var work in commit.WorkToWrite) _work[work.Number] = work;
        foreach (var number in commit.WorkToForget) _work.Remove(number);
        Head = commit.Next;
    }

    public List<StoredFrame> Read(long fromSeq, long toSeq, int maxFrames, int maxBytes) => Page(
        _frames.Values.SkipWhile(frame => frame.Seq < fromSeq).TakeWhile(frame => frame.Seq <= toSeq),
        frame => frame.Json.Length, maxFrames, maxBytes);

    public List<DeadLetterRecord> ReadDeadLetters(long afterSeq, int maxRecords, int maxBytes) => Page(
        _deadLetters.Values.SkipWhile(letter => letter.Seq <= afterSeq), letter => letter.Json.Length, maxRecords, maxBytes);

    private void AddDeadLetters(UserCommit commit)
    {
        foreach (var letter in commit.DeadLettersToAdd)
        {
            var frame = letter.Json.IsEmpty ? _frames[letter.Seq] : new StoredFrame(letter.Seq, letter.AtMs, letter.Json);
            _deadLetters.Add(letter.Seq, new DeadLetterRecord(letter.Seq, letter.Reason, letter.AtMs, frame.Json, frame.Priority));
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
