using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Host;

/// <summary>
/// Ends the run that is going on, for <c>assistant_cancel</c> with an optional <c>run_id</c>: writes it into the state, where the run looks before each chunk.
/// </summary>
internal sealed class AssistantCancelHandler : IMessageHandler
{
    public const string MessageType = "assistant_cancel";

    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var payload = new AssistantPayload(context.Message.Payload);
        var asked = payload.Has("run_id")
            ? payload.Text("run_id") ?? throw new MessageRejectedException("The 'run_id' must be a string.", "run_id")
            : null;
        var progress = AssistantProgress.Read(context.State);
        if (progress is null || progress.IsOver) throw new MessageRejectedException("No run is going on.", "run_id");
        if (asked is not null && asked != progress.RunId)
            throw new MessageRejectedException("The 'run_id' is not that of the run that is going on.", "run_id");

        // The run is named, so that a cancel that comes late never ends the next one: no version is needed.
        var patch = new JsonObject { [AssistantProgress.Member] = new JsonObject { ["cancel"] = progress.RunId } };
        context.ChangeState(new StateChange(StateChangeKind.Patch, AssistantPayload.Write(patch), ExpectedVersion: null));
        return Task.CompletedTask;
    }
}
