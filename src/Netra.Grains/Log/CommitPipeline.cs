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
    UserId user, UserHead head, IUserLog log, UserGrainOptions options, TimeProvider time, Func<long> ackedSeq, Action<StagedCommit> onDurable)
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
        var (places, letters) = Serialize(change.Frames, timestampMs);
        var (frames, bytes) = (0L, 0L);
        foreach (ref readonly var place in places.AsSpan())
        {
            if (place.Hole is null) frames++;
            bytes += place.Json.Length;
        }

        ThrowIfFull(frames, bytes);
        var commit = OpenCommit();
        for (var i = 0; i < places.Length; i++) change.Frames[i].Seq = places[i].Seq;
        commit.Add(places, change.Origin);
        if (letters is not null) commit.Add(letters);
        _assignedSeq += places.Length;
        _assignedTimestampMs = timestampMs;
        var beside = change.IsPlain && letters is null ? 0 : StageBeside(change, letters);
        _pendingBytes += bytes + beside;
        _unsealed = (_unsealed.Frames + frames, _unsealed.Bytes + bytes);
        if (change.HasAccepted) Register(change, commit);
        commit.Add(change, beside);
        if (NetraTracing.Current is { } current && CommitSpan.Begin(current, _assignedSeq - places.Length + 1, places.Length) is { } span) commit.Add(span);
        Pump();
        return commit;
    }

    /// <summary>Stages what a change has that is more than frames and accepted ids; its size in bytes.</summary>
    private long StageBeside(UserChange change, List<DeadLetterToAdd>? letters)
    {
        foreach (var work in change.Work) work.Number = ++_assignedWork;
        foreach (var seq in change.ForgottenDeadLetters) _forgetting.Add(seq);
        return (letters?.Sum(letter => (long)letter.Json.Length) ?? 0)
            + change.Work.Sum(work => (long)work.Body.Length) + change.ChangedWork.Sum(work => (long)work.Body.Length);
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

    private (StoredFrame[] Places, List<DeadLetterToAdd>? Letters) Serialize(List<NewFrame> frames, long timestampMs)
    {
        if (frames.Count == 0) return ([], null);
        var places = new StoredFrame[frames.Count];
        List<DeadLetterToAdd>? letters = null;
        for (var i = 0; i < places.Length; i++) places[i] = Serialize(frames[i], _assignedSeq + 1 + i, timestampMs, ref letters);
        return (places, letters);
    }

    private static StoredFrame Serialize(NewFrame frame, long seq, long timestampMs, ref List<DeadLetterToAdd>? letters)
    {
        var json = ServerFrames.Durable(frame.Type, frame.Id, seq, timestampMs, frame.Payload.Span);
        if (frame.DeadLetter is { } reason) (letters ??= []).Add(new DeadLetterToAdd(seq, reason, timestampMs, json));
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
            commit.Add(record);
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
        _open = new StagedCommit { OpenedAtUs = NowUs() };
        _staged.Enqueue(_open);
        if (!IsFenced) _first ??= _open;
        return _open;
    }

    private long NowUs() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
