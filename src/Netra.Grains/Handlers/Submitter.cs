using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// Takes what clients send (protocol section 2.2): the items of a call one after the other, each all or nothing. Runs on the grain's scheduler.
/// </summary>
/// <remarks>
/// Failure policy: when the log can't be reached, the items whose end is durable are answered and the caller submits the others again; with none, the
/// call fails. What is not answered may have been done: its id says so when it comes again. What was begun, has no id and ended nobody knows how is answered
/// with <c>internal</c>, so that it is not done twice.
/// </remarks>
internal sealed partial class Submitter(
    IUserHost host, WorkLedger work, ForegroundHandlers foreground, HandlerTable handlers, HandlerOptions options, UnhandledMessages unhandled, TimeProvider time,
    ILogger logger)
{
    /// <summary>Ids whose handler runs now, with a task that completes when it is over, however it ended.</summary>
    private readonly Dictionary<DeduplicationKey, Task> _running = [];

    private readonly UserRate _rate = new(time);

    public async Task<SubmitResult> SubmitAsync(SubmitRequest request, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var answers = new List<SubmitAnswer>(request.Items.Length);
        var rate = _rate.ForCall(request.UserItemsPerSecond);
        try
        {
            while (answers.Count < request.Items.Length)
            {
                var left = options.SubmitBudget - time.GetElapsedTime(started);
                if (answers.Count > 0 && left <= TimeSpan.Zero) break;
                var item = request.Items[answers.Count];
                if (FindForeground(item) is not { } handler)
                {
                    await host.RunAsync(log => TakeAsync(log, request, rate, answers));
                }
                else if (rate.Refuse(answers.Count) is { } error)
                {
                    answers.Add(Refused(item, error).Answer);
                }
                else
                {
                    var patience = answers.Count == 0 ? options.MaxWait : left;
                    var answer = await (item.Trace is null
                        ? HandleAsync(request, item, handler, started, patience, stop)
                        : HandleTracedAsync(request, item, handler, started, patience, stop));
                    // Not its turn in time: it comes again, in a call that waits for it alone.
                    if (answer is null && answers.Count > 0) break;
                    answers.Add(answer ?? new SubmitAnswer(SubmitStatus.Refused) { Error = HandlerBusy(item) });
                }
            }
        }
        catch (UserUnavailableException) when (answers.Count > 0)
        {
            // Logged where it was thrown. The caller submits the rest again, and hears of it then if it lasts.
        }
        finally
        {
            rate.GiveBackFrom(answers.Count);
        }

        return new SubmitResult([.. answers]);
    }

    private RegisteredHandler? FindForeground(SubmittedItem item) =>
        item.Change is null && handlers.TryFind(item.Type, out var handler) && !handler.InBackground ? handler : null;

    private static DeduplicationKey? KeyOf(SubmittedItem item) => item.Id is { } id ? new DeduplicationKey(DeduplicationSpace.Client, id) : null;

    private async Task<SubmitAnswer?> HandleAsync(
        SubmitRequest request, SubmittedItem item, RegisteredHandler handler, long started, TimeSpan patience, CancellationToken stop)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var key = KeyOf(item);
        if (key is { } id)
        {
            while (await host.RunAsync(log => BeginAsync(log, id, over)) is { } first)
            {
                if (first.Duplicate is { } duplicate) return duplicate;
                await first.Running!;
            }
        }

        try
        {
            var message = new InboundMessage(item.Type, item.Id, item.Payload, NowMs());
            var stepKey = item.Id is null ? "run:" + MessageId.NewId() : "id:" + item.Id;
            var run = new HandlerRun(handler, message, request.Client, DeduplicationSpace.Client, stepKey) { Id = key };
            return await HandleAsync(run, item, started, patience, stop);
        }
        finally
        {
            if (key is { } ended) _running.Remove(ended);
            over.SetResult();
        }
    }

    private async Task<SubmitAnswer?> HandleAsync(HandlerRun run, SubmittedItem item, long started, TimeSpan patience, CancellationToken stop)
    {
        try
        {
            var result = await foreground.HandleAsync(run, _ => true, started, patience, stop);
            if (result is not { } end) return null;
            if (end.Status == TryStatus.Done) return new SubmitAnswer(SubmitStatus.Accepted);
            if (end.Status == TryStatus.Duplicate) return new SubmitAnswer(SubmitStatus.Duplicate, end.FirstSeq);
            if (end.Status == TryStatus.Failed) await foreground.GiveUpAsync(run);
            return new SubmitAnswer(SubmitStatus.Refused) { Error = ErrorOf(end) with { Ref = item.Id } };
        }
        catch (UserUnavailableException exception) when (item.Id is null && run.Running is not null)
        {
            HandlersLog.EndIsUnknown(logger, item.Type, exception);
            return EndUnknown(item);
        }
    }

    private static SubmitAnswer EndUnknown(SubmittedItem item) => new(SubmitStatus.Refused)
    {
        Error = Internal("The message may or may not have been handled.") with { Ref = item.Id },
    };

    private static FrameError Internal(string message) => new(ErrorCodes.Internal, message);

    private static FrameError ErrorOf(TryResult result) => result.Status switch
    {
        TryStatus.Rejected => result.Error!,
        TryStatus.Full => QueueFullException.Error,
        _ => HandlerFailures.Error,
    };

    /// <summary>Enters the id among the running ones. Otherwise answers how it ended before, or what of the same id runs now.</summary>
    private async Task<FirstOfId?> BeginAsync(CommitPipeline log, DeduplicationKey key, TaskCompletionSource over)
    {
        var ids = await host.AcceptedIdsAsync(log);
        if (ids(key) is { } accepted)
        {
            await accepted.WaitAsync(log);
            return new FirstOfId(new SubmitAnswer(SubmitStatus.Duplicate, accepted.Seq), null);
        }

        if (_running.TryGetValue(key, out var running)) return new FirstOfId(null, running);
        _running.Add(key, over.Task);
        return null;
    }

    private static FrameError HandlerBusy(SubmittedItem item) => new(
        ErrorCodes.QueueFull, "Too many messages wait for the user's handlers; try again when some were handled.")
    {
        Ref = item.Id,
        RetryAfterMs = 1_000,
    };

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The message that had the same id before: how it ended, or that it runs still.</summary>
    private sealed record FirstOfId(SubmitAnswer? Duplicate, Task? Running);
}
