namespace Netra.Abstractions;

/// <summary>How an attach ended.</summary>
public enum AttachStatus
{
    /// <summary>The connection is on the list.</summary>
    Attached,

    /// <summary>The user has as many connections as it may. To a connection that is open already: it is the one that is too many, and is to close with 4429.</summary>
    ConnectionLimit,

    /// <summary>A newer connection of the same session took over.</summary>
    Replaced,

    /// <summary>The open connection's cursor is of another epoch: its client must connect anew.</summary>
    EpochChanged,

    /// <summary>The connection's token was revoked.</summary>
    TokenRevoked,
}
