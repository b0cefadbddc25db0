namespace Netra.Abstractions;

/// <summary>What a gateway is asked to do.</summary>
public enum ConnectionCommandKind
{
    /// <summary>Close the connection.</summary>
    Close,

    /// <summary>The user's grain goes away: attach again.</summary>
    Reattach,
}
