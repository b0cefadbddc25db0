using Netra.Protocol;

namespace Netra.Grains;

/// <summary>The user's log is full of unread messages, and its policy is to refuse more. Nothing was done.</summary>
internal sealed class QueueFullException() : Exception("The user's queue is full.")
{
    /// <summary>What the sender gets.</summary>
    public static FrameError Error { get; } = new(
        ErrorCodes.QueueFull, "The user's queue is full of messages that were not read yet; try again when some were.")
    {
        RetryAfterMs = 1_000,
    };
}
