using Netra.Protocol;

namespace Netra.Storage;

/// <summary>A dead letter as the log keeps it.</summary>
/// <param name="Seq">Its seq, by which it is named.</param>
/// <param name="Reason">Why it is one.</param>
/// <param name="AtMs">Since when, Unix milliseconds.</param>
/// <param name="Json">The message: a whole frame, or for <see cref="DeadLetterReason.HandlerFailed"/> the client's message.</param>
/// <param name="Priority">The frame's; normal for a message that never was one.</param>
public readonly record struct DeadLetterRecord(
    long Seq, DeadLetterReason Reason, long AtMs, ReadOnlyMemory<byte> Json, MessagePriority Priority = MessagePriority.Normal);
