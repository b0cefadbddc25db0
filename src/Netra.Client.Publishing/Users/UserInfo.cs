namespace Netra.Client.Publishing;

/// <summary>A user: its log, what is unread of it, and its connections.</summary>
public sealed record UserInfo
{
    public required string UserId { get; init; }

    public required IReadOnlyList<UserConnection> Connections { get; init; }

    /// <summary>Names the history of the log. It changes only when the log lost some.</summary>
    public required string Epoch { get; init; }

    /// <summary>The seq of the newest message; 0 with none.</summary>
    public required long HeadSeq { get; init; }

    /// <summary>The oldest seq that is retained; 0 with none.</summary>
    public required long OldestSeq { get; init; }

    /// <summary>How many retained messages nobody has acknowledged.</summary>
    public required long Unread { get; init; }

    /// <summary>The version of the state; 0 before the first change.</summary>
    public required long StateVersion { get; init; }

    /// <summary>How many messages were given up and are kept.</summary>
    public required long DeadLetters { get; init; }
}
