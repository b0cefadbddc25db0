using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>What handlers do while they run. Called from any thread; does its work on the grain's scheduler.</summary>
internal sealed class ImmediateEffects(IUserHost host, TimeProvider time)
{
    public Task<PublishedMessage> PublishAsync(HandlerContext context, HandlerRun run, string? step, NewMessage message) =>
        host.EnterAsync(() => host.RunAsync(log => PublishAsync(log, context, run, step, message)));

    public Task<StateChangeResult> ChangeStateAsync(HandlerContext context, StateChange asked) =>
        host.EnterAsync(() => host.RunAsync(log => ChangeStateAsync(log, context, asked)));

    public Task<UserState> ReadStateAsync(HandlerContext context) => host.EnterAsync(() => host.RunAsync(_ =>
    {
        context.ThrowIfOver();
        return Task.FromResult(host.DurableState);
    }));

    private async Task<PublishedMessage> PublishAsync(CommitPipeline log, HandlerContext context, HandlerRun run, string? step, NewMessage message)
    {
        var change = new UserChange();
        var id = step is null ? message.Id ?? MessageId.NewId() : run.StepId(step).Id;
        var frame = new NewFrame(message.Type, id, message.Payload) { Priority = message.Priority, TtlMs = message.TtlMs };
        if (message.IsDurable) change.Frames.Add(frame);
        var ids = step is null ? null : await host.AcceptedIdsAsync(log);
        await host.PrepareAsync(log, 1, message.Payload.Length);
        context.ThrowIfOver();
        if (ids is not null)
        {
            if (ids(run.StepId(step!)) is { } accepted)
            {
                await accepted.WaitAsync();
                return new PublishedMessage(id, accepted.Seq, Duplicate: true);
            }

            change.Accepted.Add((run.StepId(step!), message.IsDurable ? frame : null));
        }

        if (change.Frames.Count + change.Accepted.Count > 0) await log.Stage(change).Durable;
        if (message.IsDurable) return new PublishedMessage(id, frame.Seq);
        host.PushBeside([ServerFrames.Ephemeral(message.Type, id, time.GetUtcNow().ToUnixTimeMilliseconds(), message.Payload.Span)], null);
        return new PublishedMessage(id, null);
    }

    private async Task<StateChangeResult> ChangeStateAsync(CommitPipeline log, HandlerContext context, StateChange asked)
    {
        await host.PrepareAsync(log, 1, asked.Json.Length);
        context.ThrowIfOver();
        var change = new UserChange();
        var result = host.ApplyState(change, asked, MessageId.NewId());
        try
        {
            // What was not changed was decided on a state that may be on its way still: nobody hears of it before.
            if (result.Status == StateChangeStatus.Changed || !host.StateIsDurable) await log.Stage(change).Durable;
        }
        catch (QueueFullException)
        {
            return new StateChangeResult(StateChangeStatus.Refused, null, 0, QueueFullException.Error);
        }

        return result.ToResult(result.Status == StateChangeStatus.Changed ? change.Frames[^1].Seq : 0);
    }
}
