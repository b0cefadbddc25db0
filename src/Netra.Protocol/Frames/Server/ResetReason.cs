namespace Netra.Protocol;

/// <summary>Why a position was not honoured (protocol section 2.1).</summary>
public enum ResetReason
{
    /// <summary>The log lost history since the client had its position.</summary>
    EpochChanged,

    /// <summary>What follows the position is no longer retained.</summary>
    Retention,

    /// <summary>The position is beyond the head.</summary>
    Ahead,
}
