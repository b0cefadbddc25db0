using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>
/// Runs the handlers that senders wait for, one of a user at a time, until they succeed or have failed as often as they may. Runs on the grain's
/// scheduler.
/// </summary>
internal sealed class ForegroundHandlers(IUserHost host, HandlerTries tries, HandlerOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>When the last try must be over, of the 60 s that the call has: what is left is for storage and the way.</summary>
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(54);

    private readonly HandlerLane _lane = new(options.MaxWaitingMessages, time);

    /// <summary>Handles a message. Null when it was not its turn in time: nothing was done.</summary>
    /// <param name="run">The message.</param>
    /// <param name="complete">As <see cref="HandlerTries.TryAsync"/> has it.</param>
    /// <param name="callStarted">When the call began that waits for it.</param>
    /// <param name="patience">How long it may wait for its turn.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>Any but Void; Failed when every try failed.</returns>
    /// <exception cref="UserUnavailableException">It has to be sent again: the log can't be reached, or the time is over.</exception>
    public async Task<TryResult?> HandleAsync(
        HandlerRun run, Func<UserChange, bool> complete, long callStarted, TimeSpan patience, CancellationToken stop)
    {
        if (!await _lane.EnterAsync(patience)) return null;
        try
        {
            return await TryToTheEndAsync(run, complete, callStarted, stop);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new UserUnavailableException("The user moves to another server; the message was not handled.");
        }
        finally
        {
            _lane.Leave();
        }
    }

    /// <summary>Keeps a message whose handler failed as a dead letter. It was not accepted: its sender may send it again.</summary>
    public async Task GiveUpAsync(HandlerRun run)
    {
        var message = run.Message;
        await host.RunAsync(async log =>
        {
            var change = new UserChange { Origin = HandlerFailures.SenderOf(run.Client) };
            change.Frames.Add(HandlerFailures.DeadLetterOf(message));
            await log.Stage(change).Durable;
            return true;
        });
        HandlersLog.GivenUp(logger, message.Type, host.User);
    }

    private async Task<TryResult> TryToTheEndAsync(HandlerRun run, Func<UserChange, bool> complete, long callStarted, CancellationToken stop)
    {
        var (failures, voids, wasUnavailable) = (0, 0, false);
        while (true)
        {
            if (time.GetElapsedTime(callStarted) + run.Handler.Timeout > CallTime)
                throw new UserUnavailableException("The message could not be handled in time; nothing was done.");
            TryResult result;
            try
            {
                result = await tries.TryAsync(run, failures + 1, complete, stop);
            }
            catch (UserUnavailableException) when (!wasUnavailable && run.Id is not null)
            {
                // Whatever failed may be over: once more, on what storage has now. Without an id nobody could say whether the effects took place.
                wasUnavailable = true;
                continue;
            }

            if (result.Status == TryStatus.Void && ++voids <= options.MaxVoidRuns)
            {
                HandlersLog.RunIsVoid(logger, run.Message.Type);
                continue;
            }

            if (result.Status is not (TryStatus.Failed or TryStatus.Void)) return result;
            voids = 0;
            failures++;
            var cause = result.Cause ?? new InvalidOperationException("The state was changed again and again under the handler.");
            HandlersLog.TryFailed(logger, run.Message.Type, failures, run.Handler.MaxAttempts, cause);
            if (failures >= run.Handler.MaxAttempts) return new TryResult(TryStatus.Failed, Cause: cause);
            await Task.Delay(Backoff.Pause(run.Handler.RetryDelay, Backoff.MaxPause, failures), time, stop);
        }
    }
}
