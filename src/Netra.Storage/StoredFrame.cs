namespace Netra.Storage;

/// <summary>A durable frame as the log keeps it.</summary>
/// <param name="Seq">The user's sequence number, from 1.</param>
/// <param name="TimestampMs">When it was accepted, Unix milliseconds; never falls along the seqs.</param>
/// <param name="Json">The frame's UTF-8 JSON, exactly as it goes to a socket. Shared and never written to.</param>
public readonly record struct StoredFrame(long Seq, long TimestampMs, ReadOnlyMemory<byte> Json);
