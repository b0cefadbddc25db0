namespace Netra.Host;

/// <summary>A connection as its gateway sees it. Times are Unix milliseconds.</summary>
internal sealed record ConnectionBody
{
    public required string UserId { get; init; }

    public required string ConnectionId { get; init; }

    public required string ClientId { get; init; }

    public required string Gateway { get; init; }

    public required string State { get; init; }

    public required long ConnectedAt { get; init; }

    public required long Cursor { get; init; }

    /// <summary>How many seqs it is behind its log, as far as its gateway knows.</summary>
    public required long Behind { get; init; }

    public required int QueuedFrames { get; init; }

    public required long QueuedBytes { get; init; }

    /// <summary>0 while it does not read from the log.</summary>
    public required long CatchingUpSince { get; init; }

    /// <summary>Since when its socket has not taken what was written; 0 while nothing waits.</summary>
    public required long WritingSince { get; init; }
}
