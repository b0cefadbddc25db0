using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>What a message becomes whose handler failed as often as it may.</summary>
internal static class HandlerFailures
{
    /// <summary>What its sender gets. The cause stays in the log.</summary>
    public static FrameError Error { get; } = new(
        ErrorCodes.HandlerFailed, "The message could not be handled; it is kept among the dead letters and may be sent again.");

    /// <summary>Its dead letter, which has the message as it came.</summary>
    public static NewFrame DeadLetterOf(InboundMessage message) =>
        new(message.Type, message.Id ?? MessageId.NewId(), message.Payload) { DeadLetter = DeadLetterReason.HandlerFailed };

    /// <summary>Who sent what the dead letter has: a session, or null for a dead letter that was put back.</summary>
    public static MessageOrigin SenderOf(ClientId? client) =>
        client is { } session ? new MessageOrigin(MessageOriginKind.Client, session.Value) : new MessageOrigin(MessageOriginKind.DeadLetter);
}
