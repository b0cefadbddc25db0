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
    private async Task<bool> TakeAsync(CommitPipeline log, SubmitRequest request, List<SubmitAnswer> answers)
    {
        var ids = await host.AcceptedIdsAsync(log);
        while (KeyOf(request.Items[answers.Count]) is { } key && _running.TryGetValue(key, out var running)) await running;
        var ahead = request.Items.Skip(answers.Count).ToList();
        await host.PrepareAsync(log, ahead.Count, ahead.Sum(item => (long)item.Payload.Length + (item.Change?.Json.Length ?? 0)));
        var taken = new List<(Task Durable, SubmitAnswer Answer)>();
        for (var i = answers.Count; i < request.Items.Length && FindForeground(request.Items[i]) is null; i++)
        {
            var item = request.Items[i];
            if (KeyOf(item) is { } key)
            {
                if (ids(key) is { } accepted)
                {
                    taken.Add((accepted.WaitAsync(), new SubmitAnswer(SubmitStatus.Duplicate, accepted.Seq)));
                    continue;
                }

                // Another connection's handler has this id now. What is taken so far gets its answers first.
                if (_running.ContainsKey(key)) break;
            }

            try
            {
                taken.Add(Take(log, request, item));
            }
            catch (Exception) when (taken.Count > 0)
            {
                // What is taken gets its answers first; this item meets the same fault again, and is the first then.
                break;
            }
        }

        foreach (var (durable, answer) in taken)
        {
            await durable;
            answers.Add(answer);
        }

        return true;
    }

    private (Task Durable, SubmitAnswer Answer) Take(CommitPipeline log, SubmitRequest request, SubmittedItem item)
    {
        try
        {
            if (item.Change is { } asked) return Change(log, item, asked);
            if (handlers.TryFind(item.Type, out _)) return Enqueue(log, request, item);
            return unhandled == UnhandledMessages.Relay ? Relay(log, item) : Refused(item, UnknownType(item.Type));
        }
        catch (QueueFullException)
        {
            return Refused(item, QueueFullException.Error);
        }
    }

    private static (Task Durable, SubmitAnswer Answer) Relay(CommitPipeline log, SubmittedItem item)
    {
        var change = new UserChange();
        var frame = new NewFrame(item.Type, item.Id ?? MessageId.NewId(), item.Payload);
        change.Frames.Add(frame);
        if (KeyOf(item) is { } key) change.Accepted.Add((key, frame));
        return (log.Stage(change).Durable, new SubmitAnswer(SubmitStatus.Accepted, frame.Seq));
    }

    private (Task Durable, SubmitAnswer Answer) Change(CommitPipeline log, SubmittedItem item, StateChange asked)
    {
        var change = new UserChange();
        var result = host.ApplyState(change, asked, item.Id ?? MessageId.NewId());
        if (result.Status == StateChangeStatus.Changed)
        {
            var frame = change.Frames[^1];
            if (KeyOf(item) is { } key) change.Accepted.Add((key, frame));
            return (log.Stage(change).Durable, new SubmitAnswer(SubmitStatus.Accepted, frame.Seq));
        }

        // What was not changed was decided on a state that may be on its way still. Nobody hears of it before it is durable: behind an empty change it is.
        var durable = host.StateIsDurable ? Task.CompletedTask : log.Stage(change).Durable;
        return (durable, result.Status == StateChangeStatus.Conflict
            ? new SubmitAnswer(SubmitStatus.Conflict) { State = result.State }
            : new SubmitAnswer(SubmitStatus.Refused) { Error = result.Refusal! with { Ref = item.Id } });
    }

    /// <summary>For a handler in the background: the message is accepted with the record of the work that it is.</summary>
    private (Task Durable, SubmitAnswer Answer) Enqueue(CommitPipeline log, SubmitRequest request, SubmittedItem item)
    {
        if (!work.HasRoomFor(1)) return Refused(item, QueueFullException.Error);
        var change = new UserChange();
        var message = new InboundMessage(item.Type, item.Id, item.Payload, NowMs());
        change.Work.Add(new NewWork(WorkFormat.Write(new JobWork(MessageId.NewId(), message, request.Client, request.Connection, Failures: 0))));
        if (KeyOf(item) is { } key) change.Accepted.Add((key, null));
        return (work.Stage(log, change).Durable, new SubmitAnswer(SubmitStatus.Accepted));
    }

    private static (Task Durable, SubmitAnswer Answer) Refused(SubmittedItem item, FrameError error) =>
        (Task.CompletedTask, new SubmitAnswer(SubmitStatus.Refused) { Error = error with { Ref = item.Id } });

    private static FrameError UnknownType(string type) =>
        new(ErrorCodes.UnknownType, $"Nothing handles the type '{type}'; a type that the application handles was expected.")
        {
            Details = new FrameErrorDetails { Field = "type" },
        };
}
