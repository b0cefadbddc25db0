namespace Netra.Gateway;

/// <summary>One connection of a user. Times are Unix milliseconds.</summary>
internal sealed record UserConnectionBody
{
    public required string ConnectionId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The gateway that holds the socket.</summary>
    public required string Gateway { get; init; }

    public required long ConnectedAt { get; init; }

    public required long LastSeenAt { get; init; }

    /// <summary>The acknowledged position of its session; 0 with none.</summary>
    public required long AckedSeq { get; init; }
}
