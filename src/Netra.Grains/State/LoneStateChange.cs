using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>A change of the state that comes by itself, from the server API or from a handler that does not wait for its end.</summary>
internal static class LoneStateChange
{
    /// <summary>Applies it and makes it durable.</summary>
    /// <param name="host">The user.</param>
    /// <param name="log">Its log.</param>
    /// <param name="asked">The change.</param>
    /// <param name="origin">Who asks for it.</param>
    /// <param name="check">Runs in the turn in which the change is applied; what it throws keeps the change from being made.</param>
    public static async Task<StateChangeResult> CommitAsync(IUserHost host, CommitPipeline log, StateChange asked, MessageOrigin origin, Action? check = null)
    {
        await host.PrepareAsync(log, 1, asked.Json.Length);
        check?.Invoke();
        var change = new UserChange { Origin = origin };
        var result = host.ApplyState(change, asked, MessageId.NewId());
        try
        {
            await (result.Status == StateChangeStatus.Changed ? log.Stage(change).Durable : WhenSureAsync(host, log, asked, change));
        }
        catch (QueueFullException)
        {
            return new StateChangeResult(StateChangeStatus.Refused, null, 0, QueueFullException.Error);
        }

        return result.ToResult(result.Status == StateChangeStatus.Changed ? change.Frames[^1].Seq : 0);
    }

    /// <summary>Completes when the state by which a change was not made is durable, and the latest.</summary>
    /// <param name="host">The user.</param>
    /// <param name="log">Its log.</param>
    /// <param name="asked">The change that was not made.</param>
    /// <param name="nothing">What it changes: nothing.</param>
    public static Task WhenSureAsync(IUserHost host, CommitPipeline log, StateChange asked, UserChange nothing)
    {
        // It was decided on a state that may be on its way to storage still: an empty commit waits for it, so that nobody is told of what may be lost. Whoever
        // names a version that is not there yet may have it from another activation.
        var isBehind = !host.StateIsDurable || asked.ExpectedVersion > log.Durable.StateVersion;
        return isBehind ? log.Stage(nothing).Durable : log.FenceAsync();
    }
}
