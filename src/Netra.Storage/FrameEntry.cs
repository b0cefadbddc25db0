using Netra.Protocol;

namespace Netra.Storage;

/// <summary>What the log knows of a place without its JSON: see <see cref="StoredFrame"/>.</summary>
/// <param name="Seq">The sequence number.</param>
/// <param name="TimestampMs">When it was accepted, Unix milliseconds.</param>
/// <param name="JsonBytes">The size of its JSON, in bytes; 0 for a hole.</param>
public readonly record struct FrameEntry(long Seq, long TimestampMs, int JsonBytes)
{
    public MessagePriority Priority { get; init; } = MessagePriority.Normal;

    /// <summary>From when on it is not delivered any more, Unix milliseconds; 0 without an end.</summary>
    public long ExpiresAtMs { get; init; }

    /// <summary>The state version that it made; 0 when it is no change of the state.</summary>
    public long StateVersion { get; init; }

    /// <summary>Why the frame is gone; null for a frame.</summary>
    public SkipReason? Hole { get; init; }

    /// <summary>The entry of a place.</summary>
    public static FrameEntry Of(in StoredFrame frame) => new(frame.Seq, frame.TimestampMs, frame.Json.Length)
    {
        Priority = frame.Priority,
        ExpiresAtMs = frame.ExpiresAtMs,
        StateVersion = frame.StateVersion,
        Hole = frame.Hole,
    };
}
