using System.Text.Json.Nodes;
using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary><c>pattern_*</c>: publishes <c>matched</c> with the type that came.</summary>
internal sealed class PatternHandler : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        context.Publish(Json.Message("matched", new JsonObject { ["type"] = context.Message.Type }));
        return Task.CompletedTask;
    }
}
