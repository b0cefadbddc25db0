namespace Netra.Client.Tests;

/// <summary>What a <see cref="ChaosProxy"/> does to a connection.</summary>
internal enum ChaosFault
{
    /// <summary>Both sides lose the connection, and what is under way.</summary>
    Cut,

    /// <summary>Nothing comes through for a while.</summary>
    Stall,

    /// <summary>Everything takes longer from now on.</summary>
    Delay,

    /// <summary>What comes next is damaged, so that it is no text of UTF-8 and no frame of a WebSocket.</summary>
    Corrupt,
}
