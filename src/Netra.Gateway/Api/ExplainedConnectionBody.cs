namespace Netra.Gateway;

/// <summary>A connection, and one message on it. Times are Unix milliseconds.</summary>
internal sealed record ExplainedConnectionBody
{
    public required string ConnectionId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The gateway that holds or held the socket.</summary>
    public required string Gateway { get; init; }

    /// <summary><c>attaching</c>, <c>catching_up</c>, <c>live</c>, <c>closing</c>, <c>ended</c>, or <c>unknown</c> when its gateway did not tell.</summary>
    public required string State { get; init; }

    public required long ConnectedAt { get; init; }

    public required long? EndedAt { get; init; }

    /// <summary>Why it has ended or is being closed.</summary>
    public required string? EndReason { get; init; }

    /// <summary>Whether the message was written to its socket: <c>yes</c>, <c>queued</c>, <c>not_yet</c>, <c>no</c> or <c>unknown</c>.</summary>
    public required string Given { get; init; }

    /// <summary>Why so, for people.</summary>
    public required string Why { get; init; }
}
