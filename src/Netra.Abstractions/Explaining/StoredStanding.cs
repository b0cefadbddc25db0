namespace Netra.Abstractions;

/// <summary>What the log has at a seq.</summary>
public enum StoredStanding : byte
{
    /// <summary>Nothing yet: it is above the head.</summary>
    NotYet,

    /// <summary>The message.</summary>
    Retained,

    /// <summary>A hole: the message expired, was erased, or never became a frame.</summary>
    Hole,

    /// <summary>Nothing any more: it fell to a limit.</summary>
    Fallen,
}
