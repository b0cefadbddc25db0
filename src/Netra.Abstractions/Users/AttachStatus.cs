namespace Netra.Abstractions;

/// <summary>How an attach ended.</summary>
public enum AttachStatus
{
    /// <summary>The connection is on the list.</summary>
    Attached,

    /// <summary>The user has as many connections as it may. To a connection that is open already: it is the one that is too many, and is to close with 4429.</summary>
    ConnectionLimit,

    /// <summary>A newer connection of the same session took over, or with <see cref="ConnectionPolicy.CloseOldest"/> newer ones took the places.</summary>
    Replaced,

    /// <summary>The open connection's cursor is of another epoch, or beyond the head: the log lost history, and its client must connect anew.</summary>
    EpochChanged,

    /// <summary>The connection's token was revoked.</summary>
    TokenRevoked,

    /// <summary>The application disconnected the open connection, and the close was lost on the way: it is to close with 4410.</summary>
    Disconnected,
}
