using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Webhooks;

/// <summary>What an endpoint asks for.</summary>
/// <param name="Messages">To publish, in order.</param>
/// <param name="State">A change of the user's state.</param>
internal sealed record WebhookAnswer(IReadOnlyList<PublishItem> Messages, StateChange? State)
{
    public static readonly WebhookAnswer Empty = new([], null);

    /// <summary>Hands everything to the handler's context, where it takes effect all at once.</summary>
    public void ApplyTo(IMessageContext context)
    {
        if (State is not null) context.ChangeState(State);
        foreach (var item in Messages)
        {
            var message = new NewMessage(item.Type, item.Id, item.Payload) { Priority = item.Priority, TtlMs = item.TtlMs, IsDurable = item.IsDurable };
            if (item.User is { } user && user != context.User) context.PublishTo(user, message);
            else context.Publish(message);
        }
    }
}
