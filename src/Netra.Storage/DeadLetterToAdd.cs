namespace Netra.Storage;

/// <summary>A dead letter that a commit makes.</summary>
/// <param name="Seq">The frame's seq; of a message that never was a frame, a seq that the same commit takes for it, with a hole in its place.</param>
/// <param name="Reason">Why.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Json">
/// The message's JSON. Empty: that of the retained frame with this seq, which storage copies before the commit removes it.
/// </param>
public readonly record struct DeadLetterToAdd(long Seq, DeadLetterReason Reason, long AtMs, ReadOnlyMemory<byte> Json = default);
