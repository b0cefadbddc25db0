namespace Netra.Client;

/// <summary>The states of a connection (docs/client.md, section 2).</summary>
public enum ConnectionState
{
    /// <summary>Not wanted: before the first connect, and after a disconnect.</summary>
    Disconnected,

    /// <summary>A token is asked for, or a socket is opening.</summary>
    Connecting,

    /// <summary>Messages come and go.</summary>
    Connected,

    /// <summary>A timer runs to the next attempt.</summary>
    Waiting,

    /// <summary>The server said that coming back is of no use, or there is no token. Only a new connect leaves it.</summary>
    Closed,
}
