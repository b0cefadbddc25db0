namespace Netra.Faults;

/// <summary>One try to publish one message over HTTP, and its answer.</summary>
internal sealed record MessageAttempt : HistoryEvent
{
    public required string User { get; init; }

    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The payload's JSON.</summary>
    public required string Payload { get; init; }

    public bool IsDurable { get; init; } = true;

    public long? TtlMs { get; init; }

    public string? Priority { get; init; }

    public required long SentAtMs { get; init; }

    /// <summary>Which try it is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    public string Gateway { get; init; } = "";

    public required Outcome Outcome { get; init; }

    /// <summary>The status of HTTP; 0 without an answer.</summary>
    public int Status { get; init; }

    public string? Code { get; init; }

    public long? Seq { get; init; }

    public bool IsDuplicate { get; init; }
}
