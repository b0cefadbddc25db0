using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// The writing end of one user's log: gives seqs at once, gathers commits, keeps several under way, reports them durable in order, and takes from
/// the log what a limit or an end takes. Runs on its grain's scheduler; not thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: when one commit or one read fails, those behind it fail too, and the pipeline takes nothing more (<see cref="Failure"/>). Its
/// owner throws it away and loads anew.
/// </remarks>
internal sealed partial class CommitPipeline(
    UserId user, UserHead head, IUserLog log, UserGrainOptions options, TimeProvider time, Func<long> ackedSeq, Action<DurableCommit> onDurable)
{
    /// <summary>An end so far away that no addition overflows: a thousand years.</summary>
    private const long MaxTtlMs = 1000L * 365 * 24 * 60 * 60 * 1000;

    private readonly Queue<StagedCommit> _staged = new();
    private StagedCommit? _open;
    private long _assignedSeq = head.HeadSeq;
    private long _assignedTimestampMs = head.LastTimestampMs;
    private long _assignedWork = head.LastWorkNumber;
    private long _pendingBytes;

    /// <summary>Frames that have their seqs and are in no sealed commit yet, and their bytes.</summary>
    private (long Frames, long Bytes) _unsealed;

    /// <summary>The head as it is on storage. Nothing above it may be shown to anybody.</summary>
    public UserHead Durable { get; private set; } = head;

    /// <summary>Why the pipeline takes nothing more; null while it does.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Gives the change's frames their seqs and its work its numbers, and puts all of it into one commit.</summary>
    /// <exception cref="UserUnavailableException">More is pending for this user than may be.</exception>
    /// <exception cref="QueueFullException">The log is full of unread messages and refuses more. Nothing was done.</exception>
    public StagedCommit Stage(UserChange change)
    {
        ThrowIfFailed();
        if (_pendingBytes > options.MaxPendingBytes)
            throw new UserUnavailableException("Too much is waiting to be stored for this user; nothing was done.");

        var timestampMs = change.Frames.Count == 0 ? _assignedTimestampMs : Math.Max(_assignedTimestampMs, NowMs());
        var letters = new List<DeadLetterToAdd>();
        var places = change.Frames.Select((frame, i) => Serialize(frame, _assignedSeq + 1 + i, timestampMs, letters)).ToList();
        var (frames, bytes) = (places.LongCount(place => place.Hole is null), places.Sum(place => (long)place.Json.Length));
        ThrowIfFull(frames, bytes);

        var commit = OpenCommit();
        for (var i = 0; i < places.Count; i++)
        {
            change.Frames[i].Seq = places[i].Seq;
            commit.Add(places[i]);
        }

        commit.DeadLettersToAdd.AddRange(letters);
        _assignedSeq += places.Count;
        _assignedTimestampMs = timestampMs;
        var beside = letters.Sum(letter => (long)letter.Json.Length)
            + change.Work.Sum(work => (long)work.Body.Length) + change.ChangedWork.Sum(work => (long)work.Body.Length);
        _pendingBytes += bytes + beside;
        _unsealed = (_unsealed.Frames + frames, _unsealed.Bytes + bytes);
        foreach (var work in change.Work) work.Number = ++_assignedWork;
        foreach (var seq in change.ForgottenDeadLetters) _forgetting.Add(seq);
        Register(change, commit);
        commit.Add(change, beside);
        Pump();
        return commit;
    }

    /// <summary>Writes a session's record with the next commit, or forgets it when <paramref name="record"/> is null.</summary>
    public StagedCommit SaveSession(ClientId client, SessionRecord? record)
    {
        ThrowIfFailed();
        var commit = OpenCommit();
        commit.Put(client, record);
        Pump();
        return commit;
    }

    private static StoredFrame Serialize(NewFrame frame, long seq, long timestampMs, List<DeadLetterToAdd> letters)
    {
        var json = ServerFrames.Durable(frame.Type, frame.Id, seq, timestampMs, frame.Payload.Span);
        if (frame.DeadLetter is { } reason) letters.Add(new DeadLetterToAdd(seq, reason, timestampMs, json));
        var isDead = frame.DeadLetter is not null;
        return new StoredFrame(seq, timestampMs, isDead ? default : json)
        {
            Priority = frame.Priority,
            ExpiresAtMs = frame.TtlMs is { } ttl ? timestampMs + Math.Min(ttl, MaxTtlMs) : 0,
            StateVersion = frame.StateVersion,
            Hole = isDead ? SkipReason.Revoked : null,
        };
    }

    private void Register(UserChange change, StagedCommit commit)
    {
        foreach (var (key, frame) in change.Accepted)
        {
            var record = new DeduplicationRecord(key, frame?.Seq ?? 0, NowMs());
            var accepted = new AcceptedId(frame?.Seq, commit.Durable);
            commit.DeduplicationToWrite.Add(record);
            if (_deduplication is { } window) window.Register(record, accepted);
            else _acceptedUnread.Add((record, accepted));
        }
    }

    private void ThrowIfFailed()
    {
        if (Failure is not null) throw Failure;
    }

    private StagedCommit OpenCommit()
    {
        if (_open is { } open && open.Frames.Count < options.MaxCommitFrames && open.Bytes + open.BesideBytes < options.MaxCommitBytes)
            return open;
        _open = new StagedCommit();
        _staged.Enqueue(_open);
        if (!IsFenced) _first ??= _open;
        return _open;
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
