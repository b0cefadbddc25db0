namespace Netra.Protocol;

/// <summary>Why a seq will not come (protocol section 2.3, <c>skipped</c>).</summary>
public enum SkipReason : byte
{
    /// <summary>It outlived its <c>ttl_ms</c>.</summary>
    Expired = 1,

    /// <summary>It fell to a limit of the user's log.</summary>
    Overflow = 2,

    /// <summary>It was taken back, or never became a frame.</summary>
    Revoked = 3,
}
