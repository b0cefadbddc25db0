namespace Netra.Faults;

/// <summary>One run.</summary>
internal sealed record RunOptions
{
    public required int Seed { get; init; }

    /// <summary>How long the load lasts.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>The faults to choose from.</summary>
    public required IReadOnlyList<FaultKind> Faults { get; init; }

    /// <summary>Restart every process one by one, in place of faults.</summary>
    public bool IsRolling { get; init; }

    public required ClusterOptions Cluster { get; init; }

    public required LoadOptions Load { get; init; }

    /// <summary>Where the history and the logs go.</summary>
    public required string Directory { get; init; }
}
