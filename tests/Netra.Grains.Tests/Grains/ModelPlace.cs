using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>A seq as the model remembers it, for ever.</summary>
internal sealed record ModelPlace(long Seq, string Id, long TimestampMs, MessagePriority Priority, long EndMs, int Bytes)
{
    /// <summary>Why it is a hole; null for a frame.</summary>
    public SkipReason? Hole { get; set; }

    /// <summary>It fell: nothing of it is retained.</summary>
    public bool HasFallen { get; set; }

    public bool IsFrame => Hole is null && !HasFallen;
}
