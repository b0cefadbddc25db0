namespace Netra.Abstractions;

/// <summary>What becomes of one connection more than a user may have (protocol section 4).</summary>
public enum ConnectionPolicy
{
    /// <summary>The new one is refused.</summary>
    Reject,

    /// <summary>The oldest one is closed with 4409.</summary>
    CloseOldest,
}
