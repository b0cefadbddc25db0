using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>One run of a handler: the message, and what can be done about it. Thread-safe; of no use once the handler has returned.</summary>
public interface IMessageContext
{
    /// <summary>Whose message it is.</summary>
    UserId User { get; }

    /// <summary>The session that sent it; null when a dead letter is tried again.</summary>
    ClientId? Client { get; }

    /// <summary>The message.</summary>
    InboundMessage Message { get; }

    /// <summary>Which try this is, from 1.</summary>
    int Attempt { get; }

    /// <summary>The user's state when this run began.</summary>
    UserState State { get; }

    /// <summary>
    /// Publishes to the user when the handler returns, in the order of these calls. The message's id is only its name: the id of
    /// <see cref="Message"/> is what counts once.
    /// </summary>
    /// <exception cref="ArgumentException">The message may not be published: a reserved type, no JSON object, too large.</exception>
    void Publish(NewMessage message);

    /// <summary>
    /// Publishes to another user: the message is kept with the handler's other effects and delivered after them, again and again until it is.
    /// An id of its own counts once among what this user's handlers send to that user.
    /// </summary>
    void PublishTo(UserId user, NewMessage message);

    /// <summary>
    /// Changes the user's state when the handler returns. With an <see cref="StateChange.ExpectedVersion"/> that is not the present one
    /// by then, the whole run is void and the handler runs again. Once in a run.
    /// </summary>
    /// <exception cref="InvalidOperationException">The run has asked for a change already.</exception>
    void ChangeState(StateChange change);

    /// <summary>
    /// Publishes to the user at once, for work that takes long. Completes when it is durable. Not undone when the handler fails later; a later run
    /// of the same message that comes to the same <paramref name="step"/> is answered as the first one was.
    /// </summary>
    /// <param name="step">Names this call among those of one message, 1 to 64 characters. Null: published again by each run.</param>
    /// <param name="message">The message; its id is made from the message's own and the step.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<PublishedMessage> PublishNowAsync(string? step, NewMessage message, CancellationToken cancellationToken = default);

    /// <summary>Changes the user's state at once. Completes when it is durable. Not undone when the handler fails later.</summary>
    Task<StateChangeResult> ChangeStateNowAsync(StateChange change, CancellationToken cancellationToken = default);

    /// <summary>Reads the user's state as it is now.</summary>
    Task<UserState> ReadStateNowAsync(CancellationToken cancellationToken = default);
}
