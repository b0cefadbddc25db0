namespace Netra.Protocol;

/// <summary>How much a message matters (protocol section 3): what is replayed first, and what falls last.</summary>
public enum MessagePriority : byte
{
    Low = 0,
    Normal = 1,
    High = 2,
    Critical = 3,
}
