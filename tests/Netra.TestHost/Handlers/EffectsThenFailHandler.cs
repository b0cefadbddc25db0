using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.TestHost;

/// <summary>
/// <c>effects_then_fail</c> <c>{"to":"bob"}</c>: asks for two messages, one to another user and a change of the state, and then fails at its first try.
/// </summary>
internal sealed class EffectsThenFailHandler : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var content = new JsonObject { ["attempt"] = context.Attempt };
        context.Publish(Json.Message("effect_one", content));
        context.Publish(Json.Message("effect_two", content));
        if (UserId.TryParse(Json.PayloadOf(context)["to"]?.GetValue<string>(), out var to))
            context.PublishTo(to, Json.Message("effect_elsewhere", content));
        context.ChangeState(Json.Patch(new JsonObject { ["attempt"] = context.Attempt }));
        return context.Attempt == 1 ? throw new InvalidOperationException("The first try fails.") : Task.CompletedTask;
    }
}
