namespace Netra.Abstractions;

/// <summary>What one process tells of itself. Times are Unix milliseconds.</summary>
[GenerateSerializer, Alias("netra.process_report"), Immutable]
public sealed record ProcessReport
{
    /// <summary>What the operator calls it: the pod, else machine and port.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary><c>all</c>, <c>gateway</c> or <c>silo</c>.</summary>
    [Id(1)]
    public required string Role { get; init; }

    [Id(2)]
    public required string Version { get; init; }

    [Id(3)]
    public required long StartedAtMs { get; init; }

    /// <summary>When this was told, by the process's own clock.</summary>
    [Id(4)]
    public required long AtMs { get; init; }

    /// <summary>How far apart its samples are.</summary>
    [Id(5)]
    public required long IntervalMs { get; init; }

    /// <summary>What the numbers of <see cref="Now"/> and of the samples are. A process of another version may have others.</summary>
    [Id(6)]
    public required string[] Figures { get; init; }

    /// <summary>What the latencies of the samples are.</summary>
    [Id(7)]
    public required string[] Latencies { get; init; }

    /// <summary>Levels as they are now, and counts since the process began.</summary>
    [Id(8)]
    public required long[] Now { get; init; }

    /// <summary>Why connections ended since the process began.</summary>
    [Id(9)]
    public required NamedCount[] Ended { get; init; }

    /// <summary>Why connections were refused since the process began.</summary>
    [Id(10)]
    public required NamedCount[] Refused { get; init; }

    /// <summary>Oldest first.</summary>
    [Id(11)]
    public required ProcessSample[] Samples { get; init; }

    /// <summary>Warnings and errors of its log, newest first.</summary>
    [Id(12)]
    public required LoggedFault[] Faults { get; init; }

    /// <summary>What its health checks said last.</summary>
    [Id(13)]
    public required HealthEntry[] Health { get; init; }
}
