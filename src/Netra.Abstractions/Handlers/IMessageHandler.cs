namespace Netra.Abstractions;

/// <summary>
/// An application's logic for messages of clients (protocol section 2.2). Registered by type with
/// <see cref="MessageHandlerServiceCollectionExtensions.AddNetraMessageHandler{T}"/>; runs in the silo of the user's grain, on the thread pool.
/// </summary>
public interface IMessageHandler
{
    /// <summary>
    /// Handles one message. What it asks of <paramref name="context"/> takes effect when it returns, all at once with the record of the message's
    /// id; when it throws, nothing does, and it is tried again. A user's foreground handlers run one after the other, so what
    /// <see cref="IMessageContext.State"/> says stays true against other handlers.
    /// </summary>
    /// <exception cref="MessageRejectedException">The message itself is wrong: its sender is told why, and it is not tried again.</exception>
    Task HandleAsync(IMessageContext context, CancellationToken cancellationToken);
}
