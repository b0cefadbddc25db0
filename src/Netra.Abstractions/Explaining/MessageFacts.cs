using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What a user's log and its grain know of one seq.</summary>
[GenerateSerializer, Alias("netra.message_facts"), Immutable]
public sealed record MessageFacts
{
    /// <summary>The history that the seq counts in.</summary>
    [Id(0)]
    public required Epoch Epoch { get; init; }

    [Id(1)]
    public required long HeadSeq { get; init; }

    [Id(2)]
    public required StoredStanding Standing { get; init; }

    /// <summary>The message, where the log or the dead letters have it; null when they don't.</summary>
    [Id(3)]
    public MessageOutline? Message { get; init; }

    /// <summary>When it was accepted, Unix milliseconds; null when nothing that is stored says so.</summary>
    [Id(4)]
    public long? AcceptedAtMs { get; init; }

    /// <summary>Why there is a hole; null where there is none.</summary>
    [Id(5)]
    public SkipReason? Hole { get; init; }

    /// <summary>Why it is a dead letter, as the server API says it; null when it is none.</summary>
    [Id(6)]
    public string? DeadLetterReason { get; init; }

    /// <summary>Since when it is a dead letter, Unix milliseconds; 0 when it is none.</summary>
    [Id(7)]
    public long DeadLetterAtMs { get; init; }

    /// <summary>The user's sessions. Those that were forgotten are not among them.</summary>
    [Id(8)]
    public SessionPlace[] Sessions { get; init; } = [];

    /// <summary>The connections on the user's list.</summary>
    [Id(9)]
    public ConnectionDescription[] Connections { get; init; } = [];
}
