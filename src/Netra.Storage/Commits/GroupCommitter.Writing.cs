namespace Netra.Storage;

/// <summary>The writer's thread.</summary>
internal sealed partial class GroupCommitter
{
    private void Run()
    {
        while (TakeGroup())
        {
            // The list changes only on this thread, so reading it needs no lock.
            var commits = _inFlight.ConvertAll(pending => pending.Commit);
            try
            {
                Complete(Write(commits));
            }
            catch (Exception exception)
            {
                // Whatever the backend threw: the commits fail, the committer lives on.
                Fail(exception);
            }

            lock (_gate) _inFlight.Clear();
        }

        _stopped.SetResult();
    }

    /// <summary>Waits for work. False when the log is closing and nothing is left.</summary>
    private bool TakeGroup()
    {
        lock (_gate)
        {
            while (_queue.Oldest is null)
            {
                if (_closing) return false;
                Monitor.Wait(_gate);
            }

            _queue.TakeGroup(_inFlight);
            return true;
        }
    }

    private CommitOutcome[] Write(List<UserCommit> commits)
    {
        var outcomes = new CommitOutcome[commits.Count];
        var started = _time.GetTimestamp();
        var writing = _backend.CommitAsync(commits, outcomes, _giveUp.Token);
        // This thread is the committer's own: blocking it is its purpose.
        if (writing.IsCompleted) writing.GetAwaiter().GetResult();
        else writing.AsTask().GetAwaiter().GetResult();

        StorageInstruments.GroupDuration.Record(_time.GetElapsedTime(started).TotalSeconds);
        StorageInstruments.GroupSize.Record(commits.Count);
        return outcomes;
    }

    private void Complete(CommitOutcome[] outcomes)
    {
        var (written, conflicts, failed) = (0, 0, 0);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (FailureOf(outcomes[i]) is { } failure)
            {
                // One that took too long has failed before.
                if (_inFlight[i].TryFail(failure)) failed++;
                continue;
            }

            if (outcomes[i] == CommitOutcome.Conflict) conflicts++;
            else written++;
            _inFlight[i].Commit.GroupSize = outcomes.Length;
            _inFlight[i].TryComplete(outcomes[i]);
        }

        StorageInstruments.Commits.Add(written);
        StorageInstruments.Conflicts.Add(conflicts);
        StorageInstruments.Failures.Add(failed);
        StorageLog.GroupWritten(_logger, outcomes.Length, conflicts);
    }

    /// <summary>What a commit's writer is told when it failed alone; null when it did not.</summary>
    private static Exception? FailureOf(CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Damaged => new StorageDamagedException("A retained frame that the commit copies or erases is missing or damaged."),
        CommitOutcome.Unavailable => new StorageUnavailableException("Storage could not write the commit now. It was not written."),
        _ => null,
    };

    private void Fail(Exception cause)
    {
        var failed = 0;
        foreach (var pending in _inFlight)
        {
            // One exception each: a shared one would collect the stack traces of all who await it.
            var exception = new StorageUnavailableException("Storage failed the commit; it may or may not have been written.", cause);
            if (pending.TryFail(exception)) failed++;
        }

        StorageInstruments.Failures.Add(failed);
        StorageLog.GroupFailed(_logger, cause, _inFlight.Count);
    }
}
