namespace Netra.Abstractions;

/// <summary>How a change of the state ended.</summary>
public enum StateChangeStatus
{
    /// <summary>It is durable, and every connection is told.</summary>
    Changed,

    /// <summary>It was meant for another version; nothing changed.</summary>
    Conflict,

    /// <summary>It can't be applied; nothing changed.</summary>
    Refused,
}
