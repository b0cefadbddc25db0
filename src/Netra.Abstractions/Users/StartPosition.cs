namespace Netra.Abstractions;

/// <summary>Where a new session without <c>last_seq</c> begins (protocol section 1, <c>start</c>).</summary>
public enum StartPosition
{
    /// <summary>After the highest position that any session of the user has acknowledged.</summary>
    Unread,

    /// <summary>With what comes next.</summary>
    Head,

    /// <summary>With the oldest retained frame.</summary>
    Oldest,
}
