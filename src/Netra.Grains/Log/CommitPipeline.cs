using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// The writing end of one user's log: gives seqs at once, gathers commits, keeps several under way, and reports them durable in order.
/// Runs on its grain's scheduler; not thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: when one commit fails, those behind it fail too, and the pipeline takes nothing more (<see cref="Failure"/>). Its
/// owner throws it away and loads anew.
/// </remarks>
internal sealed class CommitPipeline(
    UserId user, UserHead head, IUserLog log, UserGrainOptions options, TimeProvider time, Action<IReadOnlyList<StoredFrame>> onDurable)
{
    /// <summary>An end so far away that no addition overflows: a thousand years.</summary>
    private const long MaxTtlMs = 1000L * 365 * 24 * 60 * 60 * 1000;

    private readonly Queue<StagedCommit> _staged = new();
    private readonly Queue<(StagedCommit Commit, UserHead Next, Task<CommitOutcome> Outcome)> _inFlight = new();
    private readonly RetentionWindow _retention = new(user, log, options, time);
    private StagedCommit? _open;
    private UserHead _sealed = head;
    private long _assignedSeq = head.HeadSeq;
    private long _assignedTimestampMs = head.LastTimestampMs;
    private long _assignedWork = head.LastWorkNumber;
    private long _pendingBytes;
    private bool _planning;
    private bool _completing;

    /// <summary>The head as it is on storage. Nothing above it may be shown to anybody.</summary>
    public UserHead Durable { get; private set; } = head;

    /// <summary>Why the pipeline takes nothing more; null while it does.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Gives the change's frames their seqs and its work its numbers, and puts all of it into one commit.</summary>
    /// <exception cref="UserUnavailableException">More is pending for this user than may be.</exception>
    public StagedCommit Stage(UserChange change)
    {
        ThrowIfFailed();
        if (_pendingBytes > options.MaxPendingBytes)
            throw new UserUnavailableException("Too much is waiting to be stored for this user; nothing was done.");

        var commit = OpenCommit();
        if (change.Frames.Count > 0) _assignedTimestampMs = Math.Max(_assignedTimestampMs, time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var frame in change.Frames) Stage(commit, frame);
        foreach (var work in change.Work) work.Number = ++_assignedWork;
        foreach (var (key, frame) in change.Accepted)
            commit.DeduplicationToWrite.Add(new DeduplicationRecord(key, frame?.Seq ?? 0, time.GetUtcNow().ToUnixTimeMilliseconds()));
        commit.Add(change);
        Pump();
        return commit;
    }

    private void Stage(StagedCommit commit, NewFrame frame)
    {
        frame.Seq = ++_assignedSeq;
        var json = ServerFrames.Durable(frame.Type, frame.Id, frame.Seq, _assignedTimestampMs, frame.Payload.Span);
        var isDead = frame.DeadLetter is not null;
        var stored = new StoredFrame(frame.Seq, _assignedTimestampMs, isDead ? default : json)
        {
            Priority = frame.Priority,
            ExpiresAtMs = frame.TtlMs is { } ttl ? _assignedTimestampMs + Math.Min(ttl, MaxTtlMs) : 0,
            StateVersion = frame.StateVersion,
            Hole = isDead ? SkipReason.Revoked : null,
        };
        commit.Add(stored);
        _pendingBytes += stored.Json.Length;
        if (frame.DeadLetter is { } reason)
            commit.DeadLettersToAdd.Add(new DeadLetterToAdd(frame.Seq, reason, _assignedTimestampMs, json));
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

    private void ThrowIfFailed()
    {
        if (Failure is not null) throw Failure;
    }

    private StagedCommit OpenCommit()
    {
        if (_open is { } open && open.Frames.Count < options.MaxCommitFrames && open.Bytes < options.MaxCommitBytes) return open;
        _open = new StagedCommit();
        _staged.Enqueue(_open);
        return _open;
    }

    /// <summary>Hands over as many commits as may be under way.</summary>
    private void Pump()
    {
        while (Failure is null && !_planning && _inFlight.Count < options.MaxCommitsInFlight && _staged.Count > 0)
        {
            if (_retention.NeedsRead(_sealed, Durable, _staged.Peek()))
            {
                _ = ReadOldestAsync();
                return;
            }

            Seal(_staged.Dequeue());
        }
    }

    private void Seal(StagedCommit commit)
    {
        if (_open == commit) _open = null;
        var expected = _sealed;
        _sealed = Next(_retention.Advance(expected, Durable, commit), commit);
        _inFlight.Enqueue((commit, _sealed, CommitAsync(commit, expected, _sealed)));
        if (!_completing) _ = CompleteAsync();
    }

    /// <summary>What a commit makes of the head beside its frames.</summary>
    private static UserHead Next(UserHead head, StagedCommit commit)
    {
        var next = head with
        {
            Revision = Random.Shared.NextInt64(1, long.MaxValue),
            DeadLetterCount = head.DeadLetterCount + commit.DeadLettersToAdd.Count,
        };
        foreach (var change in commit.Changes)
        {
            next = next with
            {
                StateVersion = change.State?.Version ?? next.StateVersion,
                StateSnapshotVersion = change.StateSnapshot?.Version ?? next.StateSnapshotVersion,
                WorkCount = next.WorkCount + change.Work.Count - change.DoneWork.Count,
                LastWorkNumber = change.Work.Count == 0 ? next.LastWorkNumber : change.Work[^1].Number,
                DeadLetterCount = next.DeadLetterCount - change.ForgottenDeadLetters.Count,
            };
        }

        return next;
    }

    /// <summary>Asynchronous also where the log throws at once: a failure is seen where the outcome is awaited.</summary>
    private async Task<CommitOutcome> CommitAsync(StagedCommit commit, UserHead expected, UserHead next) => await log.CommitAsync(new UserCommit
    {
        User = user,
        Expected = expected,
        Next = next,
        Frames = commit.Frames,
        SessionsToWrite = commit.SessionsToWrite,
        SessionsToForget = commit.SessionsToForget,
        DeadLettersToAdd = commit.DeadLettersToAdd,
        DeadLettersToForget = [.. commit.Changes.SelectMany(change => change.ForgottenDeadLetters).Order()],
        StateChanges = [.. commit.Changes.Where(change => change.State is not null).Select(change => change.State!.Value)],
        StateSnapshot = commit.Changes.LastOrDefault(change => change.StateSnapshot is not null)?.StateSnapshot,
        DeduplicationToWrite = commit.DeduplicationToWrite,
        WorkToWrite =
        [
            .. commit.Changes.SelectMany(change => change.ChangedWork),
            .. commit.Changes.SelectMany(change => change.Work).Select(work => new WorkRecord(work.Number, work.Body)),
        ],
        WorkToForget = [.. commit.Changes.SelectMany(change => change.DoneWork)],
    });

    private async Task ReadOldestAsync()
    {
        _planning = true;
        try
        {
            await _retention.ReadOldestAsync(_sealed, Durable);
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        _planning = false;
        Pump();
    }

    /// <summary>Awaits commits in their order, so that durability is reported in that order whatever the thread pool does.</summary>
    private async Task CompleteAsync()
    {
        _completing = true;
        while (_inFlight.TryPeek(out var first))
        {
            try
            {
                var outcome = await first.Outcome;
                // Broken meanwhile by a failed read: the caller was told so, and nothing may be reported any more.
                if (Failure is not null) break;
                if (outcome == CommitOutcome.Conflict) throw new CommitConflictException();
                Durable = first.Next;
                foreach (var change in first.Commit.Changes) change.WhenDurable?.Invoke();
                if (first.Commit.Frames.Count > 0) onDurable(first.Commit.Frames);
            }
            catch (Exception exception)
            {
                Break(exception);
                break;
            }

            _inFlight.Dequeue();
            _pendingBytes -= first.Commit.Bytes;
            first.Commit.Succeed();
            if (_staged.Count == 0 && _inFlight.Count == 0 && _retention.IsOver(Durable)) OpenCommit();
            Pump();
        }

        _completing = false;
    }

    private void Break(Exception exception)
    {
        Failure ??= exception;
        while (_inFlight.TryDequeue(out var lost))
        {
            lost.Commit.Fail(exception);
            _ = lost.Outcome.ContinueWith(
                task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        while (_staged.TryDequeue(out var lost)) lost.Fail(exception);
        _open = null;
    }
}
