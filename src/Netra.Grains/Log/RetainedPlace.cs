using System.Runtime.InteropServices;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>What the index knows of a place of the log: 32 bytes, for there is one for each.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RetainedPlace(long Seq, long TimestampMs, long ExpiresAtMs, int JsonBytes, MessagePriority Priority)
{
    /// <summary>Why the frame is gone; 0 for a frame.</summary>
    public SkipReason Hole { get; init; }

    /// <summary>It fell, and only its room is still taken.</summary>
    public bool IsFallen { get; init; }

    /// <summary>Whether it is a frame, which may have reached its end.</summary>
    public bool IsFrame => Hole == 0 && !IsFallen;

    /// <summary>Whether a limit or a replay treats it otherwise than by its age.</summary>
    public bool IsMarked => Priority != MessagePriority.Normal || ExpiresAtMs != 0;

    public bool IsExpired(long nowMs) => ExpiresAtMs != 0 && ExpiresAtMs <= nowMs;

    public static RetainedPlace Of(in StoredFrame frame) =>
        new(frame.Seq, frame.TimestampMs, frame.ExpiresAtMs, frame.Json.Length, frame.Priority) { Hole = frame.Hole ?? 0 };

    public static RetainedPlace Of(in FrameEntry entry) =>
        new(entry.Seq, entry.TimestampMs, entry.ExpiresAtMs, entry.JsonBytes, entry.Priority) { Hole = entry.Hole ?? 0 };
}
