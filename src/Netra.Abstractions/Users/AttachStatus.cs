namespace Netra.Abstractions;

/// <summary>How an attach ended.</summary>
public enum AttachStatus
{
    /// <summary>The connection is on the list.</summary>
    Attached,

    /// <summary>The user has as many connections as it may.</summary>
    ConnectionLimit,

    /// <summary>A newer connection of the same session took over.</summary>
    Replaced,

    /// <summary>The open connection's cursor is of another epoch: its client must connect anew.</summary>
    EpochChanged,
}
