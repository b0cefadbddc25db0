using Microsoft.Extensions.Logging;

namespace Netra.Storage;

/// <summary>
/// Writes the commits of a silo in groups, each with one flush: a group is whatever arrived while the one before it was written.
/// </summary>
/// <remarks>
/// Failure policy: a group that the backend fails fails all its commits, and the next group is tried: later commits of the same writers then
/// conflict, until the writers have loaded anew. A commit that reaches its deadline in the queue is never written; one that reaches it while it
/// is being written may be.
/// </remarks>
internal sealed partial class GroupCommitter : IAsyncDisposable
{
    private readonly IUserLogBackend _backend;
    private readonly UserLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _timeoutTicks;

    // Guards everything below. An object: the writer waits on it for work.
    private readonly object _gate = new();
    private readonly CommitQueue _queue;
    private readonly List<PendingCommit> _inFlight = [];
    private readonly ITimer _deadlineTimer;
    private bool _deadlineArmed;
    private bool _closing;

    private readonly CancellationTokenSource _giveUp = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GroupCommitter(IUserLogBackend backend, UserLogOptions options, TimeProvider time, ILogger logger)
    {
        _backend = backend;
        _options = options;
        _time = time;
        _logger = logger;
        _queue = new CommitQueue(options);
        _timeoutTicks = (long)(options.CommitTimeout.TotalSeconds * time.TimestampFrequency);
        _deadlineTimer = time.CreateTimer(_ => ExpireOverdue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        StorageInstruments.Watch(this);
        // A thread of its own: a synced write blocks, and must not take a thread from the pool that the grains run on.
        new Thread(Run) { IsBackground = true, Name = "netra-group-commit" }.Start();
    }

    /// <summary>What is not being written yet: how many commits, and how many bytes those have that have a place in the queue.</summary>
    public (int Commits, long Bytes) Waiting
    {
        get
        {
            lock (_gate) return (_queue.QueuedCount + _queue.WaitingCount, _queue.QueuedBytes);
        }
    }

    /// <summary>As <see cref="IUserLog.CommitAsync"/>. Faults of the commit itself are thrown at once.</summary>
    public Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        CommitRules.Check(commit);
        PendingCommit pending;
        lock (_gate)
        {
            if (_closing)
            {
                StorageInstruments.Failures.Add(1);
                return Task.FromException<CommitOutcome>(new StorageUnavailableException("The user log is closing."));
            }

            // The deadline is taken inside the lock, so that deadlines never fall along the queue.
            pending = new PendingCommit(commit, _time.GetTimestamp() + _timeoutTicks);
            _queue.Add(pending);
            if (_queue.QueuedCount == 1) Monitor.Pulse(_gate);
            ArmDeadline(pending);
        }

        return pending.Task;
    }

    /// <summary>Takes no more commits, writes what is queued within the drain timeout and fails the rest. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        try
        {
            await _stopped.Task.WaitAsync(_options.DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            // First: a writer that is let go would take the next group.
            FailRemaining();
            await _giveUp.CancelAsync();
        }

        StorageInstruments.Forget(this);
        await _deadlineTimer.DisposeAsync();
    }

    private void FailRemaining()
    {
        var failed = 0;
        lock (_gate)
        {
            var exception = new StorageUnavailableException("The user log closed before the commit was known to be written.");
            foreach (var pending in _inFlight) failed += pending.TryFail(exception) ? 1 : 0;
            while (_queue.Oldest is not null) failed += _queue.RemoveOldest().TryFail(exception) ? 1 : 0;
        }

        StorageInstruments.Failures.Add(failed);
        StorageLog.DrainIncomplete(_logger, failed);
    }
}
