namespace Netra.Protocol;

/// <summary>Why a position could not be honoured (protocol section 2.1, <c>reset_reason</c>).</summary>
public enum ResetReason
{
    /// <summary>The log lost history since: seqs of then mean nothing now.</summary>
    EpochChanged,

    /// <summary>What came after the position is no longer retained.</summary>
    Retention,

    /// <summary>The position is beyond the head.</summary>
    Ahead,
}
