using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <content>
/// What is staged without a handler: relayed messages, changes of the state, messages for handlers in the background. They do not wait for each
/// other's durability.
/// </content>
internal sealed partial class Submitter
{
    /// <summary>
    /// Takes items from the first that has no answer to the next that has to wait for a handler, and adds their answers as they become durable. Run
    /// again after a conflict it goes on with the first that did not.
    /// </summary>
    private async Task<bool> TakeAsync(CommitPipeline log, SubmitRequest request, UserRate.Call rate, List<SubmitAnswer> answers)
    {
        // All may be answered already, and the log be loaded anew for the fault behind them.
        if (answers.Count == request.Items.Length || FindForeground(request.Items[answers.Count]) is not null) return true;
        var ids = await host.AcceptedIdsAsync(log);
        while (KeyOf(request.Items[answers.Count]) is { } key && _running.TryGetValue(key, out var running)) await running;
        await host.PrepareAsync(log, request.Items.Length - answers.Count, SizeFrom(request, answers.Count));
        var taken = new List<(Task Durable, SubmitAnswer Answer)>(request.Items.Length - answers.Count);
        for (var i = answers.Count; i < request.Items.Length && FindForeground(request.Items[i]) is null; i++)
        {
            var item = request.Items[i];
            if (rate.Refuse(i) is { } error)
            {
                taken.Add(Refused(item, error));
                continue;
            }

            if (KeyOf(item) is { } key)
            {
                if (ids(key) is { } accepted)
                {
                    taken.Add((accepted.WaitAsync(log), new SubmitAnswer(SubmitStatus.Duplicate, accepted.Seq)));
                    continue;
                }

                // Another connection's handler has this id now. What is taken so far gets its answers first.
                if (_running.ContainsKey(key)) break;
            }

            try
            {
                taken.Add(item.Trace is null ? Take(log, request, item) : TakeTraced(log, request, item));
            }
            catch (Exception) when (taken.Count > 0)
            {
                // What is taken gets its answers first; this item meets the same fault again, and is the first then.
                break;
            }
        }

        await AnswerTakenAsync(request, taken, answers);
        return true;
    }

    private static long SizeFrom(SubmitRequest request, int first)
    {
        var bytes = 0L;
        foreach (var item in request.Items.AsSpan(first)) bytes += item.Payload.Length + (item.Change?.Json.Length ?? 0);
        return bytes;
    }

    /// <summary>
    /// Answers what was taken as it becomes durable. Where storage fails, an item without an id may have been done, and would be done twice if it came
    /// again: it gets an answer, and so do all before it.
    /// </summary>
    private async Task AnswerTakenAsync(SubmitRequest request, List<(Task Durable, SubmitAnswer Answer)> taken, List<SubmitAnswer> answers)
    {
        var items = request.Items.AsMemory(answers.Count, taken.Count);
        for (var i = 0; i < taken.Count; i++)
        {
            try
            {
                await taken[i].Durable;
                answers.Add(taken[i].Answer);
            }
            catch (Exception exception) when (exception is not CommitConflictException)
            {
                for (var last = LastUnsafe(items, taken); i <= last; i++)
                {
                    await taken[i].Durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                    if (!taken[i].Durable.IsCompletedSuccessfully) HandlersLog.EndIsUnknown(logger, items.Span[i].Type, exception);
                    answers.Add(taken[i].Durable.IsCompletedSuccessfully ? taken[i].Answer : EndUnknown(items.Span[i]));
                }

                throw;
            }
        }
    }

    /// <summary>The last item that would be done twice if it came again; -1 when there is none.</summary>
    private static int LastUnsafe(ReadOnlyMemory<SubmittedItem> items, List<(Task Durable, SubmitAnswer Answer)> taken)
    {
        var last = taken.Count - 1;
        while (last >= 0 && (items.Span[last].Id is not null || taken[last].Answer.Status != SubmitStatus.Accepted)) last--;
        return last;
    }

    private (Task Durable, SubmitAnswer Answer) Take(CommitPipeline log, SubmitRequest request, SubmittedItem item)
    {
        try
        {
            if (item.Change is { } asked) return Change(log, request, item, asked);
            if (handlers.TryFind(item.Type, out _)) return Enqueue(log, request, item);
            return unhandled == UnhandledMessages.Relay ? Relay(log, request, item) : Refused(item, UnknownType(item.Type));
        }
        catch (QueueFullException)
        {
            return Refused(item, QueueFullException.Error);
        }
        catch (Exception exception) when (log.Failure is null && exception is not UserUnavailableException)
        {
            // It failed before it was staged, and by itself: those behind it need not.
            HandlersLog.SubmitFailed(logger, item.Type, exception);
            return Refused(item, Internal("The message could not be taken; nothing was done."));
        }
    }

    private static (Task Durable, SubmitAnswer Answer) Relay(CommitPipeline log, SubmitRequest request, SubmittedItem item)
    {
        var change = new UserChange { Origin = OriginOf(request) };
        var frame = new NewFrame(item.Type, item.Id ?? MessageId.NewId(), item.Payload);
        change.Frames.Add(frame);
        if (KeyOf(item) is { } key) change.Accepted.Add((key, frame));
        return (log.Stage(change).Durable, new SubmitAnswer(SubmitStatus.Accepted, frame.Seq));
    }

    private (Task Durable, SubmitAnswer Answer) Change(CommitPipeline log, SubmitRequest request, SubmittedItem item, StateChange asked)
    {
        var change = new UserChange { Origin = OriginOf(request) };
        var result = host.ApplyState(change, asked, item.Id ?? MessageId.NewId());
        if (result.Status == StateChangeStatus.Changed)
        {
            var frame = change.Frames[^1];
            if (KeyOf(item) is { } key) change.Accepted.Add((key, frame));
            return (log.Stage(change).Durable, new SubmitAnswer(SubmitStatus.Accepted, frame.Seq));
        }

        var durable = LoneStateChange.WhenSureAsync(host, log, asked, change);
        return (durable, result.Status == StateChangeStatus.Conflict
            ? new SubmitAnswer(SubmitStatus.Conflict) { State = result.State }
            : new SubmitAnswer(SubmitStatus.Refused) { Error = result.Refusal! with { Ref = item.Id } });
    }

    /// <summary>For a handler in the background: the message is accepted with the record of the work that it is.</summary>
    private (Task Durable, SubmitAnswer Answer) Enqueue(CommitPipeline log, SubmitRequest request, SubmittedItem item)
    {
        var change = new UserChange();
        var message = new InboundMessage(item.Type, item.Id, item.Payload, NowMs());
        change.Work.Add(new NewWork(WorkFormat.Write(new JobWork(MessageId.NewId(), message, request.Client, request.Connection, Failures: 0))));
        if (!work.HasRoomFor(change.Work)) return Refused(item, QueueFullException.Error);
        if (KeyOf(item) is { } key) change.Accepted.Add((key, null));
        return (work.Stage(log, change).Durable, new SubmitAnswer(SubmitStatus.Accepted));
    }

    private static (Task Durable, SubmitAnswer Answer) Refused(SubmittedItem item, FrameError error) =>
        (Task.CompletedTask, new SubmitAnswer(SubmitStatus.Refused) { Error = error with { Ref = item.Id } });

    private static MessageOrigin OriginOf(SubmitRequest request) => new(MessageOriginKind.Client, request.Client.Value);

    private static FrameError UnknownType(string type) =>
        new(ErrorCodes.UnknownType, $"Nothing handles the type '{type}'; a type that the application handles was expected.")
        {
            Details = new FrameErrorDetails { Field = "type" },
        };
}
