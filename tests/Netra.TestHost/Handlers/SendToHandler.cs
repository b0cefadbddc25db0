using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.TestHost;

/// <summary><c>send_to</c> <c>{"to":"bob","n":1}</c>: publishes <c>received</c> to the other user and <c>sent</c> to the sender's own.</summary>
internal sealed class SendToHandler : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var payload = Json.PayloadOf(context);
        if (!UserId.TryParse(payload["to"]?.GetValue<string>(), out var to)) throw new MessageRejectedException("A user was expected.", "to");
        var content = new JsonObject { ["from"] = context.User.Value, ["n"] = payload["n"]?.DeepClone() };
        context.PublishTo(to, Json.Message("received", content));
        context.Publish(Json.Message("sent", content.DeepClone().AsObject()));
        return Task.CompletedTask;
    }
}
