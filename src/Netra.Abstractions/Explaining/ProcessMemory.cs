namespace Netra.Abstractions;

/// <summary>What one process of the cluster remembers of a message. All of it is lost with the process.</summary>
[GenerateSerializer, Alias("netra.process_memory"), Immutable]
public sealed record ProcessMemory
{
    /// <summary>The commit that the message came with; null when it is not remembered, or was not made here.</summary>
    [Id(0)]
    public CommitTrace? Commit { get; init; }

    /// <summary>Commits of the user since then are remembered, Unix milliseconds; null in a process without user grains.</summary>
    [Id(1)]
    public long? CommitsSinceMs { get; init; }

    /// <summary>The user's connections, those that have ended too.</summary>
    [Id(2)]
    public ConnectionTrace[] Connections { get; init; } = [];

    /// <summary>Connections that have ended since then are remembered, Unix milliseconds; null in a process without connections.</summary>
    [Id(3)]
    public long? ConnectionsSinceMs { get; init; }
}
