namespace Netra.Gateway;

/// <summary>A user: its log, what is unread of it, and its connections. Times are Unix milliseconds.</summary>
internal sealed record UserBody
{
    public required string UserId { get; init; }

    public required IReadOnlyList<UserConnectionBody> Connections { get; init; }

    public required string Epoch { get; init; }

    public required long HeadSeq { get; init; }

    /// <summary>0 while nothing is stored.</summary>
    public required long OldestSeq { get; init; }

    /// <summary>Retained frames above the highest position that any session has acknowledged.</summary>
    public required long Unread { get; init; }

    public required long StateVersion { get; init; }

    public required long DeadLetters { get; init; }

    /// <summary>The sessions that are remembered, those that were attached last first.</summary>
    public required IReadOnlyList<UserSessionBody> Sessions { get; init; }
}
