using Netra.Abstractions;
using Netra.Storage;

namespace Netra.Grains;

/// <content>The way of a commit from gathered to durable.</content>
internal sealed partial class CommitPipeline
{
    private readonly Queue<StagedCommit> _inFlight = new();
    private UserHead _sealed = head;
    private readonly List<Task> _abandoned = [];
    private bool _completing;

    /// <summary>Something is being read that the next commit needs.</summary>
    private bool _reading;

    /// <summary>The plan of the commit that waits for the dead letters.</summary>
    private RetentionPlan _waiting = RetentionPlan.Nothing;

    /// <summary>
    /// Completes when storage has answered to every commit that was under way when the pipeline failed, whatever it answered. One that fails behind another may be
    /// written all the same: what is read before that is old at once.
    /// </summary>
    public Task Abandoned => Task.WhenAll(_abandoned);

    /// <summary>Hands over as many commits as may be under way.</summary>
    private void Pump()
    {
        while (Failure is null && !_reading && _inFlight.Count < options.MaxCommitsInFlight)
        {
            if (_index is null && (_indexWanted is not null || (_staged.TryPeek(out var next) && NeedsIndex(next))))
            {
                // What is under way is not all on storage: the index is read between two commits.
                if (_inFlight.Count == 0) _ = ReadIndexAsync();
                return;
            }

            if (!_staged.TryDequeue(out var commit)) return;
            try
            {
                Seal(commit);
            }
            catch (Exception exception)
            {
                // It is in neither queue now, and whoever asked for the pump may be another's: the fault ends here, and nobody waits for ever.
                Break(exception);
                commit.Fail(exception);
            }
        }
    }

    private void Seal(StagedCommit commit)
    {
        if (_open == commit) _open = null;
        _unsealed = (_unsealed.Frames - commit.FrameCount, _unsealed.Bytes - commit.Bytes);
        var plan = _index is null ? RetentionPlan.Nothing : _rules.Apply(_index, commit, Durable.HeadSeq, ackedSeq(), NowMs());
        if (_letters is { } letters) HandOver(commit, plan, DeadLetterChanges.Of(commit, plan, letters, NowMs()));
        else if (!DeadLetterChanges.Concern(commit, plan)) HandOver(commit, plan, DeadLetterChanges.None);
        else _ = HandOverWithLettersAsync(commit, plan);
    }

    private async Task HandOverWithLettersAsync(StagedCommit commit, RetentionPlan plan)
    {
        _reading = true;
        _waiting = plan;
        try
        {
            var letters = await LettersAsync();
            ThrowIfFailed();
            HandOver(commit, plan, DeadLetterChanges.Of(commit, plan, letters, NowMs()));
        }
        catch (Exception exception)
        {
            Break(exception);
            commit.Fail(Failure ?? exception);
        }

        _waiting = RetentionPlan.Nothing;
        _reading = false;
        Pump();
    }

    private void HandOver(StagedCommit commit, RetentionPlan plan, DeadLetterChanges letters)
    {
        foreach (var change in commit.Changes) _forgetting.ExceptWith(change.ForgottenDeadLetters);
        var record = RecordOf(commit, plan, letters, _sealed, Next(_sealed, commit, letters));
        _sealed = record.Next;
        commit.Seal(record, plan, CommitAsync(record));
        _inFlight.Enqueue(commit);
        if (!_completing) _ = CompleteAsync();
    }

    private UserHead Next(UserHead expected, StagedCommit commit, DeadLetterChanges letters)
    {
        var next = WithRetained(expected, commit) with
        {
            Revision = Random.Shared.NextInt64(1, long.MaxValue),
            HeadSeq = commit.Frames.Count == 0 ? expected.HeadSeq : commit.Frames[^1].Seq,
            LastTimestampMs = commit.Frames.Count == 0 ? expected.LastTimestampMs : commit.Frames[^1].TimestampMs,
            DeadLetterCount = expected.DeadLetterCount + letters.Add.Count - letters.Forget.Count,
        };
        foreach (var change in commit.Changes)
        {
            next = next with
            {
                StateVersion = change.State?.Version ?? next.StateVersion,
                StateSnapshotVersion = change.StateSnapshot?.Version ?? next.StateSnapshotVersion,
                WorkCount = next.WorkCount + change.Work.Count - change.DoneWork.Count,
                LastWorkNumber = change.Work.Count == 0 ? next.LastWorkNumber : change.Work[^1].Number,
                TokensRevokedUpToS = Math.Max(next.TokensRevokedUpToS, change.Tokens?.RevokedUpToS ?? 0),
                RevokedTokenCount = next.RevokedTokenCount + (change.Tokens?.CountChange ?? 0),
            };
        }

        return next;
    }

    /// <summary>What is retained after a commit: as the index has it, or without one, with nothing taken.</summary>
    private UserHead WithRetained(UserHead expected, StagedCommit commit)
    {
        if (_index is { } index)
        {
            var lowest = index.Lowest;
            return expected with
            {
                OldestSeq = lowest?.Seq ?? 0,
                OldestTimestampMs = lowest?.TimestampMs ?? 0,
                RetainedBytes = index.Bytes,
                FrameCount = index.FrameCount,
                HoleCount = index.HoleCount,
                MarkedCount = index.MarkedCount,
            };
        }

        if (commit.Frames.Count == 0) return expected;
        var isFirst = expected.OldestSeq == 0;
        return expected with
        {
            OldestSeq = isFirst ? commit.Frames[0].Seq : expected.OldestSeq,
            OldestTimestampMs = isFirst ? commit.Frames[0].TimestampMs : expected.OldestTimestampMs,
            RetainedBytes = expected.RetainedBytes + commit.Bytes,
            FrameCount = expected.FrameCount + commit.FrameCount,
            HoleCount = expected.HoleCount + commit.Frames.Count - commit.FrameCount,
            MarkedCount = expected.MarkedCount + commit.MarkedCount,
        };
    }

    /// <summary>Fails as a task also where the log throws at once: a failure is seen where the outcome is awaited.</summary>
    private Task<CommitOutcome> CommitAsync(UserCommit record)
    {
        try
        {
            return log.CommitAsync(record);
        }
        catch (Exception exception)
        {
            return Task.FromException<CommitOutcome>(exception);
        }
    }

    private UserCommit RecordOf(StagedCommit commit, RetentionPlan plan, DeadLetterChanges letters, in UserHead expected, in UserHead next)
    {
        var changes = commit.Changes;
        var isPlain = changes.Count == 0;
        return new UserCommit
        {
            User = user,
            Expected = expected,
            Next = next,
            Frames = commit.Frames,
            FramesToRemove = plan.Fallen.Count == 0 ? [] : AboveInOrder(plan.Fallen, next.FirstRetainedSeq),
            // A frame that is erased and falls in one commit is removed, not erased.
            FramesToErase = plan.Erased.Count == 0 ? [] : [.. plan.Erased.Where(hole => _index!.Contains(hole.Seq)).OrderBy(hole => hole.Seq)],
            SessionsToWrite = commit.SessionsToWrite,
            SessionsToForget = commit.SessionsToForget,
            DeadLettersToAdd = letters.Add,
            DeadLettersToForget = letters.Forget,
            StateChanges = isPlain ? [] : [.. changes.Where(change => change.State is not null).Select(change => change.State!.Value)],
            StateSnapshot = isPlain ? null : changes.LastOrDefault(change => change.StateSnapshot is not null)?.StateSnapshot,
            DeduplicationToWrite = commit.DeduplicationToWrite,
            DeduplicationToForget = _deduplication?.Forget() ?? [],
            RevokedTokensToWrite = commit.RevokedTokensToWrite,
            RevokedTokensToForget = commit.RevokedTokensToForget,
            WorkToWrite = isPlain ? [] :
            [
                .. changes.SelectMany(change => change.ChangedWork),
                .. changes.SelectMany(change => change.Work).Select(work => new WorkRecord(work.Number, work.Body)),
            ],
            WorkToForget = isPlain ? [] : [.. changes.SelectMany(change => change.DoneWork)],
        };
    }

    private static List<long> AboveInOrder(IReadOnlyList<long> fallen, long firstSeq) => [.. fallen.Where(seq => seq > firstSeq).Order()];

    /// <summary>Awaits commits in their order, so that durability is reported in that order whatever the thread pool does.</summary>
    private async Task CompleteAsync()
    {
        // Whose commit is the first does not have those behind it.
        NetraTracing.Leave();
        _completing = true;
        while (_inFlight.TryPeek(out var first))
        {
            try
            {
                var outcome = await first.Outcome;
                // Broken meanwhile by a failed read: the caller was told so, and nothing may be reported any more.
                if (Failure is not null) break;
                if (outcome == CommitOutcome.Conflict) throw new CommitConflictException();
                Durable = first.Record!.Next;
                NoteProof();
                first.EndSpans();
                foreach (var change in first.Changes) change.WhenDurable?.Invoke();
                onDurable(first);
            }
            catch (Exception exception)
            {
                Break(exception);
                break;
            }

            _inFlight.Dequeue();
            _pendingBytes -= first.Bytes + first.BesideBytes;
            if (_staged.Count == 0 && _inFlight.Count == 0 && HasToTrim()) OpenCommit();
            Pump();
            // Last: whoever waits goes on here and now.
            first.Succeed();
        }

        _completing = false;
    }

    private void Break(Exception exception)
    {
        Failure ??= exception;
        StagedCommit[] lost = [.. _inFlight, .. _staged];
        foreach (var commit in _inFlight)
        {
            _abandoned.Add(commit.Outcome.ContinueWith(
                task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
        }

        _inFlight.Clear();
        _staged.Clear();
        _open = null;
        var wanted = _indexWanted;
        // Last: whoever waits goes on here and now.
        foreach (var commit in lost) commit.Fail(exception);
        wanted?.TrySetException(exception);
        // Who wanted it may be gone.
        _ = wanted?.Task.Exception;
    }
}
