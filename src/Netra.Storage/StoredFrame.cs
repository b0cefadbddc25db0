using Netra.Protocol;

namespace Netra.Storage;

/// <summary>A place of the log: a durable frame, or the hole that an expired or revoked one left.</summary>
/// <param name="Seq">The user's sequence number, from 1.</param>
/// <param name="TimestampMs">When it was accepted, Unix milliseconds; never falls along the seqs.</param>
/// <param name="Json">The frame's UTF-8 JSON, exactly as it goes to a socket. Shared and never written to. Empty exactly for a hole.</param>
public readonly record struct StoredFrame(long Seq, long TimestampMs, ReadOnlyMemory<byte> Json)
{
    /// <summary>How much it matters.</summary>
    public MessagePriority Priority { get; init; } = MessagePriority.Normal;

    /// <summary>From when on it is not delivered any more, Unix milliseconds; 0 without an end.</summary>
    public long ExpiresAtMs { get; init; }

    /// <summary>The state version that it made; 0 when it is no change of the state. A hole keeps it.</summary>
    public long StateVersion { get; init; }

    /// <summary>Why the frame is gone: <see cref="SkipReason.Expired"/> or <see cref="SkipReason.Revoked"/>; null for a frame.</summary>
    public SkipReason? Hole { get; init; }
}
