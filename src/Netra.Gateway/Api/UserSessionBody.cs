namespace Netra.Gateway;

/// <summary>A session of a user (protocol section 2.1). Times are Unix milliseconds.</summary>
internal sealed record UserSessionBody
{
    public required string ClientId { get; init; }

    /// <summary>The acknowledged position; 0 with none.</summary>
    public required long AckedSeq { get; init; }

    /// <summary>When it was last attached.</summary>
    public required long LastSeenAt { get; init; }
}
