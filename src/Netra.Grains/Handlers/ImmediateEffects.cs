using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>What handlers do while they run. Called from any thread; does its work on the grain's scheduler.</summary>
internal sealed class ImmediateEffects(IUserHost host, TimeProvider time)
{
    public Task<PublishedMessage> PublishAsync(HandlerContext context, HandlerRun run, string? step, NewMessage message) =>
        host.EnterAsync(() => host.RunAsync(log => PublishAsync(log, context, run, step, message)));

    public Task<StateChangeResult> ChangeStateAsync(HandlerContext context, StateChange asked) =>
        host.EnterAsync(() => host.RunAsync(log => LoneStateChange.CommitAsync(
            host, log, asked, new MessageOrigin(MessageOriginKind.Handler, context.Message.Type), context.ThrowIfOver)));

    public Task<UserState> ReadStateAsync(HandlerContext context) => host.EnterAsync(() => host.RunAsync(_ =>
    {
        context.ThrowIfOver();
        return Task.FromResult(host.DurableState);
    }));

    private async Task<PublishedMessage> PublishAsync(CommitPipeline log, HandlerContext context, HandlerRun run, string? step, NewMessage message)
    {
        var change = new UserChange { Origin = run.Origin };
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
                await accepted.WaitAsync(log);
                return new PublishedMessage(id, accepted.Seq, Duplicate: true);
            }

            change.Accepted.Add((run.StepId(step!), message.IsDurable ? frame : null));
        }

        if (change.Frames.Count + change.Accepted.Count > 0) await log.Stage(change).Durable;
        if (message.IsDurable) return new PublishedMessage(id, frame.Seq);
        host.PushBeside([ServerFrames.Ephemeral(message.Type, id, time.GetUtcNow().ToUnixTimeMilliseconds(), message.Payload.Span)], null);
        return new PublishedMessage(id, null);
    }
}
