namespace Netra.Faults;

/// <summary>One try to change a user's state over HTTP: a merge patch without a condition. It has no id, so it is tried once.</summary>
internal sealed record StateAttempt : HistoryEvent
{
    public required string User { get; init; }

    /// <summary>The patch's JSON. Each has a member that no other patch has, so that it can be found again.</summary>
    public required string Patch { get; init; }

    public required long SentAtMs { get; init; }

    public required Outcome Outcome { get; init; }

    public int Status { get; init; }

    /// <summary>The version that it made, when it was accepted.</summary>
    public long? Version { get; init; }
}
