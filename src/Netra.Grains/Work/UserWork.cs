using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// Does what one user's records of work say: handlers in the background, and the outbox. Runs on the grain's scheduler; not thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: a record stays until what it asks for is done and its end is durable, or until it is a dead letter. What stops unexpectedly
/// is logged and done again when the user is woken.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "They hold neither timers nor handles, and what was given up may still look at them.")]
internal sealed partial class UserWork
{
    /// <summary>How much longer the grain is kept active than the work at hand should take.</summary>
    private static readonly TimeSpan KeepActiveMargin = TimeSpan.FromMinutes(1);

    /// <summary>How often a job is begun again for each try that its handler has: most restarts are not its fault.</summary>
    private const int RestartsPerAttempt = 3;

    private readonly IUserHost _host;
    private readonly WorkLedger _ledger;
    private readonly HandlerTable _handlers;
    private readonly HandlerTries _tries;
    private readonly JobSlots _slots;
    private readonly WorkOptions _options;
    private readonly HandlerOptions _handlerOptions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _deliveries;
    private readonly HashSet<UserId> _targets = [];
    private DateTimeOffset _activeUntil;
    private int _runningJobs;
    private TaskCompletionSource? _noJobRuns;

    public UserWork(IUserHost host, WorkLedger ledger, HandlerTries tries, UserWorkServices services)
    {
        _host = host;
        _ledger = ledger;
        _tries = tries;
        _handlers = services.Handlers;
        _slots = services.Slots;
        _options = services.WorkOptions;
        _handlerOptions = services.HandlerOptions;
        _time = services.Time;
        _logger = services.Logger;
        _deliveries = new SemaphoreSlim(_options.MaxDeliveriesPerUser);
        ledger.Changed = Start;
    }

    /// <summary>Cancelled when the grain goes.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Goes on with everything, also with what had stopped.</summary>
    public void Resume()
    {
        foreach (var item in _ledger.Items)
        {
            if (item.State == WorkItemState.Stopped) item.State = WorkItemState.Waiting;
        }

        Start();
    }

    /// <summary>Cancels what runs: it runs again elsewhere, and has not failed.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>After <see cref="Stop"/>: completes when no job has anything left to store.</summary>
    public Task JobsStoppedAsync()
    {
        if (_runningJobs == 0) return Task.CompletedTask;
        _noJobRuns ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _noJobRuns.Task;
    }

    private void Start()
    {
        if (_stop.IsCancellationRequested) return;
        if (_ledger.Count == 0)
        {
            KeepActive(TimeSpan.Zero);
            return;
        }

        foreach (var item in _ledger.Items)
        {
            if (item.State != WorkItemState.Waiting) continue;
            if (item.Body is JobWork && _runningJobs < _options.MaxJobsPerUser)
            {
                item.State = WorkItemState.Taken;
                _runningJobs++;
                _ = RunJobAsync(item);
            }
            else if (item.Body is OutboxWork outbox && _targets.Add(outbox.To))
            {
                _ = DeliverAsync(outbox.To);
            }
        }
    }

    /// <summary>Stores what became of work, for as long as that takes. False when all of its records are gone, by another activation.</summary>
    private async Task<bool> StoreAsync(IReadOnlyList<WorkItem> items, Action<UserChange, WorkItem> fill, CancellationToken stop)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await _host.RunAsync(async log =>
                {
                    stop.ThrowIfCancellationRequested();
                    var change = new UserChange();
                    var left = items.Where(item => !item.Gone.IsCancellationRequested).ToList();
                    foreach (var item in left) fill(change, item);
                    if (left.Count > 0) await _ledger.Stage(log, change).Durable;
                    return left.Count > 0;
                });
            }
            catch (UserUnavailableException exception)
            {
                HandlersLog.WorkNotStored(_logger, exception);
                await PauseAsync(failures, stop);
            }
        }
    }

    private Task PauseAsync(int failures, CancellationToken stop)
    {
        var pause = Backoff.Pause(_options.FirstRetryDelay, _options.MaxRetryDelay, failures);
        KeepActive(pause + KeepActiveMargin);
        return Task.Delay(pause, _time, stop);
    }

    /// <summary>Of several spans the longest counts; zero ends all.</summary>
    private void KeepActive(TimeSpan span)
    {
        var now = _time.GetUtcNow();
        if (span == TimeSpan.Zero)
        {
            if (_activeUntil == default) return;
            _activeUntil = default;
            _host.KeepActive(TimeSpan.Zero);
            return;
        }

        if (now + span <= _activeUntil) return;
        _activeUntil = now + span;
        _host.KeepActive(span);
    }

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
