using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A handler refuses a message for what is in it. The sender gets the error; the message is neither tried again nor kept.</summary>
public sealed class MessageRejectedException : Exception
{
    /// <param name="message">For the sender: what was wrong and what was expected. Never a secret.</param>
    public MessageRejectedException(string message)
        : this(message, field: null)
    {
    }

    /// <param name="message">For the sender: what was wrong and what was expected. Never a secret.</param>
    /// <param name="field">The member of the payload that is wrong.</param>
    public MessageRejectedException(string message, string? field)
        : base(message) => Error = new FrameError(ErrorCodes.InvalidPayload, message)
        {
            Details = field is null ? null : new FrameErrorDetails { Field = field },
        };

    /// <summary>What the sender gets.</summary>
    public FrameError Error { get; }
}
