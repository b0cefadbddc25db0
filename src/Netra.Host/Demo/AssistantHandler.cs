using Netra.Abstractions;

namespace Netra.Host;

/// <summary>
/// Answers <c>assistant_ask</c> <c>{"question":"…"}</c> by a stream of durable messages: <c>agent_started</c>, some <c>agent_thinking</c>,
/// <c>partial_result</c> in chunks, <c>agent_completed</c>. No model is behind it.
/// </summary>
internal sealed class AssistantHandler(TimeProvider time) : IMessageHandler
{
    public const string MessageType = "assistant_ask";

    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var ask = AssistantAsk.Read(context.Message);
        return new AssistantRun(context, ask, AssistantAnswer.To(ask), time).ToEndAsync(cancellationToken);
    }
}
