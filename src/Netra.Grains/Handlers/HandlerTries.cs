using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// Tries handlers and makes what they ask for durable: all of it, with what completes the message, in one commit. Runs on the grain's scheduler.
/// </summary>
internal sealed class HandlerTries(
    IUserHost host, HandlerRunner runner, WorkLedger work, HandlerOptions options, HandlerInstruments instruments, TimeProvider time)
{
    private readonly ImmediateEffects _now = new(host, time);

    /// <summary>Tries once.</summary>
    /// <param name="run">The message.</param>
    /// <param name="attempt">Which try it is, from 1.</param>
    /// <param name="complete">Adds what completes the message to the change that has the handler's effects; false when there is no such message any more.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserUnavailableException">The log can't be reached now. Whether the effects took place is not known.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<TryResult> TryAsync(HandlerRun run, int attempt, Func<UserChange, bool> complete, CancellationToken stop)
    {
        var (begun, state, accepted) = await host.RunAsync(log => BeginAsync(log, run));
        if (accepted is not null) return new TryResult(TryStatus.Duplicate, FirstSeq: accepted.Seq);
        stop.ThrowIfCancellationRequested();
        var outcome = HandlerOutcomes.Failed;
        try
        {
            var result = await RunAsync(begun, run, new HandlerContext(run, attempt, state, _now, host.User, options), complete, stop);
            outcome = HandlerOutcomes.Of(result);
            return result;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            outcome = HandlerOutcomes.Stopped;
            throw;
        }
        catch (UserUnavailableException)
        {
            outcome = HandlerOutcomes.Unavailable;
            throw;
        }
        finally
        {
            instruments.NoteRun(run.Handler.Pattern, outcome);
        }
    }

    private async Task<TryResult> RunAsync(CommitPipeline begun, HandlerRun run, HandlerContext context, Func<UserChange, bool> complete, CancellationToken stop)
    {
        IReadOnlyList<HandlerEffect> effects;
        var started = time.GetTimestamp();
        try
        {
            effects = await runner.RunAsync(run, context, stop);
        }
        catch (MessageRejectedException exception)
        {
            return new TryResult(TryStatus.Rejected, exception.Error with { Ref = run.Message.Id });
        }
        catch (QueueFullException)
        {
            return new TryResult(TryStatus.Full);
        }
        catch (UserUnavailableException) when (context.WasUnavailable)
        {
            throw;
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            return new TryResult(TryStatus.Failed, Cause: exception);
        }
        finally
        {
            instruments.NoteDuration(run.Handler.Pattern, time.GetElapsedTime(started));
        }

        stop.ThrowIfCancellationRequested();
        return await host.RunAsync(log => CommitAsync(log, begun, run, effects, complete, stop));
    }

    /// <summary>What a run begins with. An id that was accepted meanwhile, by a try whose answer was lost or elsewhere, is found here.</summary>
    private async Task<(CommitPipeline Log, UserState State, AcceptedId? Accepted)> BeginAsync(CommitPipeline log, HandlerRun run)
    {
        if (run.Id is not { } id) return (log, host.DurableState, null);
        var ids = await host.AcceptedIdsAsync(log);
        var accepted = ids(id);
        if (accepted is not null) await accepted.WaitAsync(log);
        return (log, host.DurableState, accepted);
    }

    private async Task<TryResult> CommitAsync(
        CommitPipeline log, CommitPipeline begun, HandlerRun run, IReadOnlyList<HandlerEffect> effects, Func<UserChange, bool> complete, CancellationToken stop)
    {
        var ids = run.Id is null ? null : await host.AcceptedIdsAsync(log);
        await host.PrepareAsync(log, effects.Count, effects.Sum(effect => (long)(effect.Message?.Payload.Length ?? effect.Change!.Json.Length)));
        // Loaded anew since the run began: another activation may have written, so that what the handler saw is not sure any more.
        if (log != begun) return new TryResult(TryStatus.Void);
        // A dead letter may be tried again while its sender sends it again.
        if (run.Id is { } own && ids!(own) is { } earlier)
        {
            await earlier.WaitAsync(log);
            return new TryResult(TryStatus.Duplicate, FirstSeq: earlier.Seq);
        }

        stop.ThrowIfCancellationRequested();
        var change = new UserChange { Origin = run.Origin };
        AddWork(change, effects);
        if (!work.HasRoomFor(change.Work)) return new TryResult(TryStatus.Full);
        var beside = new List<ReadOnlyMemory<byte>>();
        try
        {
            if (AddTo(change, effects, beside) is { } fault) return fault;
            if (!complete(change)) return new TryResult(TryStatus.Gone);
            if (run.Id is { } id) change.Accepted.Add((id, null));
            await work.Stage(log, change).Durable;
        }
        catch (QueueFullException)
        {
            return new TryResult(TryStatus.Full);
        }

        if (beside.Count > 0) host.PushBeside([.. beside], null);
        return new TryResult(TryStatus.Done, FirstSeq: change.Frames.Count == 0 ? null : change.Frames[0].Seq);
    }

    private void AddWork(UserChange change, IReadOnlyList<HandlerEffect> effects)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (to, message, _) in effects)
        {
            if (to is { } user)
                change.Work.Add(new NewWork(WorkFormat.Write(new OutboxWork(user, OutboxWork.IdOf(host.User, message!), message!, nowMs))));
        }
    }

    /// <summary>Adds the effects on this user to the change, in the order of the handler's calls. Answers why they can't be, if they can't.</summary>
    private TryResult? AddTo(UserChange change, IReadOnlyList<HandlerEffect> effects, List<ReadOnlyMemory<byte>> beside)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (to, message, asked) in effects)
        {
            if (asked is not null)
            {
                var result = host.ApplyState(change, asked, MessageId.NewId());
                if (result.Status == StateChangeStatus.Conflict) return new TryResult(TryStatus.Void);
                if (result.Status == StateChangeStatus.Refused)
                    return new TryResult(TryStatus.Failed, Cause: new InvalidOperationException($"The change of the state was refused: {result.Refusal!.Message}"));
            }
            else if (to is null)
            {
                var id = message!.Id ?? MessageId.NewId();
                if (message.IsDurable) change.Frames.Add(new NewFrame(message.Type, id, message.Payload) { Priority = message.Priority, TtlMs = message.TtlMs });
                else beside.Add(ServerFrames.Ephemeral(message.Type, id, nowMs, message.Payload.Span));
            }
        }

        return null;
    }
}
