namespace Netra.Storage;

/// <summary>
/// One timer for all deadlines: every commit has the same timeout, so they fall due in the order of the calls, first those being written,
/// then the queue.
/// </summary>
internal sealed partial class GroupCommitter
{
    /// <summary>Under the lock.</summary>
    private void ArmDeadline(PendingCommit pending)
    {
        if (_deadlineArmed) return;
        _deadlineArmed = true;
        // Rounded up: timers count whole milliseconds, and one that fires early would only be armed again.
        var dueMs = Math.Ceiling(_time.GetElapsedTime(_time.GetTimestamp(), pending.Deadline).TotalMilliseconds);
        _deadlineTimer.Change(TimeSpan.FromMilliseconds(Math.Max(dueMs, 0)), Timeout.InfiniteTimeSpan);
    }

    private void ExpireOverdue()
    {
        var expired = 0;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var pending in _inFlight)
            {
                if (pending.Deadline <= now && Expire(pending, "It may or may not have been written.")) expired++;
            }

            while (_queue.Oldest is { } oldest && oldest.Deadline <= now)
            {
                if (Expire(_queue.RemoveOldest(), "It was not written.")) expired++;
            }

            _deadlineArmed = false;
            if ((_inFlight.Find(pending => !pending.Task.IsCompleted) ?? _queue.Oldest) is { } next) ArmDeadline(next);
        }

        if (expired == 0) return;
        StorageInstruments.Failures.Add(expired);
        StorageLog.CommitsTimedOut(_logger, expired, _options.CommitTimeout);
    }

    private bool Expire(PendingCommit pending, string fate) =>
        pending.TryFail(new StorageUnavailableException($"Storage did not take the commit within {_options.CommitTimeout}. {fate}"));
}
