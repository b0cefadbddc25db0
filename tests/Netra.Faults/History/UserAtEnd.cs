namespace Netra.Faults;

/// <summary>What the server API says of a user at the end.</summary>
internal sealed record UserAtEnd : HistoryEvent
{
    public required string User { get; init; }

    /// <summary>When the question was begun whose answer this is.</summary>
    public long? BegunAtMs { get; init; }

    public required string Epoch { get; init; }

    public required long HeadSeq { get; init; }

    public required long OldestSeq { get; init; }

    /// <summary>The acknowledged position of each listed connection, by its id.</summary>
    public required IReadOnlyDictionary<string, long> Connections { get; init; }

    public required long StateVersion { get; init; }

    /// <summary>The state's JSON.</summary>
    public required string State { get; init; }
}
