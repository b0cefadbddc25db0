namespace Netra.Client;

/// <summary>Where a client begins that has no position yet (protocol section 1).</summary>
public enum StartPosition
{
    /// <summary>At what no session of the user has acknowledged.</summary>
    Unread,

    /// <summary>At what comes from now on.</summary>
    Head,

    /// <summary>At the oldest message that is retained.</summary>
    Oldest,
}
