using System.Text.Json.Nodes;
using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary><c>count</c>: adds one to <c>count</c> in the state and publishes <c>counted</c> with the message's id, all in one commit.</summary>
internal sealed class CountHandler : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var state = JsonNode.Parse(context.State.Json.Span)!.AsObject();
        var count = (state["count"]?.GetValue<int>() ?? 0) + 1;
        context.Publish(Json.Message("counted", new JsonObject { ["of"] = context.Message.Id, ["count"] = count }));
        context.ChangeState(Json.Patch(new JsonObject { ["count"] = count }, context.State.Version));
        return Task.CompletedTask;
    }
}
