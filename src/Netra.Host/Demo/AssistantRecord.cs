using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Host;

/// <summary>
/// The run's place in the state. A user has one at a time, and the newest question has it: every change is made against the version in which
/// the run was seen to have the place, so that a run that lost it never writes over its successor.
/// </summary>
internal sealed class AssistantRecord(IMessageContext context, AssistantAsk ask)
{
    /// <summary>Each conflict is a change of somebody else; so many in a row are no accident.</summary>
    private const int MaxTries = 20;

    /// <summary>What the state says of this run; null when the place is empty or another's.</summary>
    public async Task<AssistantProgress?> ReadAsync(CancellationToken cancellationToken)
    {
        var present = AssistantProgress.Read(await context.ReadStateNowAsync(cancellationToken));
        return IsThisRun(present) ? present : null;
    }

    /// <summary>Takes the place. False when it is a newer run's.</summary>
    public Task<bool> TakeAsync(int chunksTotal, CancellationToken cancellationToken)
    {
        var members = new JsonObject
        {
            ["run_id"] = ask.RunId,
            ["status"] = AssistantProgress.Running,
            ["chunks_done"] = 0,
            ["chunks_total"] = chunksTotal,
            ["asked_at"] = ask.AskedAtMs,
            ["cancel"] = null,
        };
        return ChangeAsync(present => present?.IsNewerThan(ask) != true, members, cancellationToken);
    }

    /// <summary>Writes how many chunks are published. False when the run has the place no more.</summary>
    public Task<bool> AdvanceAsync(int chunksDone, CancellationToken cancellationToken) =>
        ChangeAsync(IsThisRun, new JsonObject { ["chunks_done"] = chunksDone }, cancellationToken);

    /// <summary>Writes how the run ended. False when the run has the place no more.</summary>
    public Task<bool> EndAsync(string status, CancellationToken cancellationToken) =>
        ChangeAsync(IsThisRun, new JsonObject { ["status"] = status }, cancellationToken);

    private async Task<bool> ChangeAsync(Func<AssistantProgress?, bool> may, JsonObject members, CancellationToken cancellationToken)
    {
        var patch = AssistantPayload.Write(new JsonObject { [AssistantProgress.Member] = members });
        for (var i = 0; i < MaxTries; i++)
        {
            var state = await context.ReadStateNowAsync(cancellationToken);
            if (!may(AssistantProgress.Read(state))) return false;
            var result = await context.ChangeStateNowAsync(new StateChange(StateChangeKind.Patch, patch, state.Version), cancellationToken);
            if (result.Status == StateChangeStatus.Changed) return true;
            if (result.Status == StateChangeStatus.Refused)
                throw new InvalidOperationException($"The state refused the assistant's progress: {result.Refusal?.Code.Name}.");
        }

        throw new InvalidOperationException($"The state changed {MaxTries} times while the assistant wrote its progress.");
    }

    private bool IsThisRun(AssistantProgress? progress) => progress?.RunId == ask.RunId;
}
