using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <content>Handlers in the background.</content>
internal sealed partial class UserWork
{
    private async Task RunJobAsync(WorkItem item)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, item.Gone);
        try
        {
            // Whoever made the job goes on first.
            await Task.Yield();
            await RunJobAsync(item, stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The grain goes, and the job runs again elsewhere; or another activation has done it.
            await TakeRestartBackAsync(item);
        }
        catch (Exception exception)
        {
            HandlersLog.WorkStopped(_logger, exception);
            item.State = WorkItemState.Stopped;
        }
        finally
        {
            _runningJobs--;
            if (_runningJobs == 0) _noJobRuns?.TrySetResult();
            Start();
        }
    }

    private async Task RunJobAsync(WorkItem item, CancellationToken stop)
    {
        var unavailable = 0;
        var voids = 0;
        while (true)
        {
            var job = (JobWork)item.Body!;
            if (!_handlers.TryFind(job.Message.Type, out var handler))
            {
                await WaitWithoutHandlerAsync(job, stop);
                await GiveUpAsync(item, job, stop);
                return;
            }

            if (job.Failures >= handler.MaxAttempts || job.Restarts > handler.MaxAttempts * RestartsPerAttempt)
            {
                await GiveUpAsync(item, job, stop);
                return;
            }

            TryResult result;
            try
            {
                if (item.IsRestored)
                {
                    if (!await CountRestartAsync(item, job, stop)) return;
                    continue;
                }

                result = await TryJobAsync(item, job, handler, stop);
            }
            catch (UserUnavailableException exception)
            {
                // No fault of the handler: it does not count as a failure.
                HandlersLog.WorkNotStored(_logger, exception);
                await PauseAsync(++unavailable, stop);
                continue;
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                // Whatever it is, a job that meets it at each try must not be tried for ever.
                result = new TryResult(TryStatus.Failed, Cause: exception);
            }

            unavailable = 0;
            if (result.Status == TryStatus.Done) return;
            if (result.Status == TryStatus.Rejected)
            {
                if (await StoreAsync([item], (change, _) => change.DoneWork.Add(item.Number), stop)) Tell(job, result.Error!);
                return;
            }

            if (result.Status == TryStatus.Void && ++voids <= _handlerOptions.MaxVoidRuns)
            {
                HandlersLog.RunIsVoid(_logger, job.Message.Type);
                continue;
            }

            voids = 0;
            await CountFailureAsync(item, job, handler, result, stop);
        }
    }

    private async Task<TryResult> TryJobAsync(WorkItem item, JobWork job, RegisteredHandler handler, CancellationToken stop)
    {
        KeepActive(KeepActiveMargin);
        await _slots.EnterAsync(stop);
        var run = new HandlerRun(handler, job.Message, job.Client, DeduplicationSpace.Outbox, job.JobId);
        try
        {
            KeepActive(handler.Timeout + KeepActiveMargin);
            return await _tries.TryAsync(run, job.Failures + 1, End, stop);
        }
        finally
        {
            _slots.LeaveAfter(run.Running);
        }

        bool End(UserChange change)
        {
            change.DoneWork.Add(item.Number);
            return true;
        }
    }

    /// <summary>
    /// A job that was begun elsewhere may have killed its process, which counted no failure: that it begins once more is stored before it does.
    /// </summary>
    private async Task<bool> CountRestartAsync(WorkItem item, JobWork job, CancellationToken stop)
    {
        var restarted = job with { Restarts = job.Restarts + 1 };
        if (!await StoreAsync([item], (change, _) => change.ChangedWork.Add(item.Record(restarted)), stop)) return false;
        item.Body = restarted;
        (item.IsRestored, item.RestartIsCounted) = (false, true);
        return true;
    }

    /// <summary>An orderly stop is no fault of the job. Tried once: the grain does not wait for storage that is away.</summary>
    private async Task TakeRestartBackAsync(WorkItem item)
    {
        if (!item.RestartIsCounted || item.Gone.IsCancellationRequested) return;
        item.RestartIsCounted = false;
        try
        {
            await _host.RunAsync(async log =>
            {
                if (item.Gone.IsCancellationRequested || item.Body is not JobWork { Restarts: > 0 } job) return false;
                var change = new UserChange();
                change.ChangedWork.Add(item.Record(job with { Restarts = job.Restarts - 1 }));
                await _ledger.Stage(log, change).Durable;
                return true;
            });
        }
        catch (Exception exception)
        {
            HandlersLog.RestartNotTakenBack(_logger, exception);
        }
    }

    /// <summary>Nothing that happens here brings the handler; but the user may move to a silo that has it.</summary>
    private async Task WaitWithoutHandlerAsync(JobWork job, CancellationToken stop)
    {
        HandlersLog.HandlerIsMissing(_logger, job.Message.Type, _options.MissingHandlerTimeout);
        KeepActive(_options.MissingHandlerTimeout + KeepActiveMargin);
        await Task.Delay(_options.MissingHandlerTimeout, _time, stop);
    }

    /// <summary>The count is stored before the pause: a crash ends the pause, but no job is tried for ever.</summary>
    private async Task CountFailureAsync(WorkItem item, JobWork job, RegisteredHandler handler, TryResult result, CancellationToken stop)
    {
        var failed = job with { Failures = job.Failures + 1 };
        var cause = result.Cause ?? new InvalidOperationException(
            result.Status == TryStatus.Full ? "There is no room for what the handler asked for." : "The state was changed again and again under it.");
        HandlersLog.TryFailed(_logger, job.Message.Type, failed.Failures, handler.MaxAttempts, cause);
        item.Body = failed;
        if (failed.Failures >= handler.MaxAttempts) return;
        if (!await StoreAsync([item], (change, _) => change.ChangedWork.Add(item.Record(failed)), stop)) return;
        var pause = Backoff.Pause(handler.RetryDelay, Backoff.MaxPause, failed.Failures);
        KeepActive(pause + KeepActiveMargin);
        await Task.Delay(pause, _time, stop);
    }

    private async Task GiveUpAsync(WorkItem item, JobWork job, CancellationToken stop)
    {
        var message = job.Message;
        var isStored = await StoreAsync(
            [item],
            (change, _) =>
            {
                change.Origin = HandlerFailures.SenderOf(job.Client);
                change.Frames.Add(HandlerFailures.DeadLetterOf(message));
                change.DoneWork.Add(item.Number);
            },
            stop);
        if (!isStored) return;
        HandlersLog.GivenUp(_logger, message.Type, _host.User);
        Tell(job, HandlerFailures.Error);
    }

    /// <summary>Tells the connection that sent the message, if it is still there.</summary>
    private void Tell(JobWork job, FrameError error)
    {
        if (job.Connection is { } connection)
            _host.PushBeside([ServerFrames.Error(error with { Ref = job.Message.Id }, NowMs())], connection);
    }
}
