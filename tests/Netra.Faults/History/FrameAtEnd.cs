namespace Netra.Faults;

/// <summary>A frame of a user's log, as the server API shows it at the end.</summary>
internal sealed record FrameAtEnd : HistoryEvent
{
    public required string User { get; init; }

    public required long Seq { get; init; }

    public required string Id { get; init; }

    public required string Type { get; init; }

    public required long TimestampMs { get; init; }

    public required string Payload { get; init; }
}
