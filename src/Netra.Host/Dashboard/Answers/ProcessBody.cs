namespace Netra.Host;

/// <summary>A process of the cluster. Times are Unix milliseconds.</summary>
internal sealed record ProcessBody
{
    /// <summary>Its address, with the generation: what the server API calls the gateway of a connection.</summary>
    public required string Address { get; init; }

    /// <summary>Null when it has never answered, as what follows.</summary>
    public required string? Name { get; init; }

    public required string? Role { get; init; }

    public required string? Version { get; init; }

    public required long? StartedAt { get; init; }

    /// <summary>When it answered last.</summary>
    public required long? At { get; init; }

    /// <summary>Whether it answered just now.</summary>
    public required bool Answered { get; init; }

    public required IReadOnlyList<HealthBody> Health { get; init; }

    /// <summary>Levels, and counts since it began.</summary>
    public required Dictionary<string, long> Figures { get; init; }
}
