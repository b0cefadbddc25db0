namespace Netra.Faults;

/// <summary>A frame that a tab got. <c>pong</c> and <c>ping</c> are not kept.</summary>
internal sealed record TabFrame : HistoryEvent
{
    public required int Connection { get; init; }

    public required string Type { get; init; }

    public string? Id { get; init; }

    public long? Seq { get; init; }

    public long TimestampMs { get; init; }

    public bool IsExpedited { get; init; }

    /// <summary>The payload's JSON, as it came.</summary>
    public required string Payload { get; init; }
}
