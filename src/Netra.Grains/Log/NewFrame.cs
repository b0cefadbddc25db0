using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>A frame that is to be appended, or the hole of a message that is a dead letter from its beginning.</summary>
/// <param name="type">The frame's type.</param>
/// <param name="id">Its id.</param>
/// <param name="payload">A JSON object in UTF-8.</param>
internal sealed class NewFrame(string type, string id, ReadOnlyMemory<byte> payload)
{
    public string Type { get; } = type;

    public string Id { get; } = id;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public MessagePriority Priority { get; init; } = MessagePriority.Normal;

    /// <summary>In milliseconds, from 1; null without an end.</summary>
    public long? TtlMs { get; init; }

    /// <summary>The state version that it tells of; 0 when it is no change of the state.</summary>
    public long StateVersion { get; init; }

    /// <summary>Set for a message that never becomes a frame: its seq is a hole, and names its dead letter.</summary>
    public DeadLetterReason? DeadLetter { get; init; }

    /// <summary>Its seq; 0 until it is staged.</summary>
    public long Seq { get; set; }
}
