namespace Netra.Protocol;

/// <summary>What the first frame of a connection says (protocol section 2.1).</summary>
public readonly record struct ConnectionEstablished
{
    public required ConnectionId ConnectionId { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The client's own, or the one that the server made up.</summary>
    public required ClientId ClientId { get; init; }

    public required Epoch Epoch { get; init; }

    /// <summary>The seq of the user's newest frame; 0 when there was never one.</summary>
    public required long HeadSeq { get; init; }

    /// <summary>The seq of the oldest frame that is retained; 0 while nothing is stored.</summary>
    public required long OldestSeq { get; init; }

    public required ResumeOutcome Resume { get; init; }

    public required long StateVersion { get; init; }

    /// <summary>The token's <c>exp</c>, in Unix milliseconds.</summary>
    public required long TokenExpiresAtMs { get; init; }

    public required HeartbeatSettings Heartbeat { get; init; }

    public required ConnectionLimits Limits { get; init; }
}
