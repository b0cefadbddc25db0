namespace Netra.Client.Publishing;

/// <summary>One connection of a user.</summary>
public sealed record UserConnection
{
    public required string ConnectionId { get; init; }

    /// <summary>The session: a tab or a device.</summary>
    public required string ClientId { get; init; }

    /// <summary>The gateway that holds the socket.</summary>
    public required string Gateway { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The acknowledged position of its session; 0 with none.</summary>
    public required long AckedSeq { get; init; }
}
