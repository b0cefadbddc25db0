namespace Netra.Faults;

/// <summary>Which cluster a run tests.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The host's assembly; null: the one that was built beside this program.</summary>
    public string? Host { get; init; }

    /// <summary>One process with everything, on the embedded store, in place of a cluster on PostgreSQL.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Every process has user grains and sockets, as the role All does: so many as there would be silos.</summary>
    public bool IsTogether { get; init; }

    public int Silos { get; init; } = 2;

    public int Gateways { get; init; } = 2;

    /// <summary>The fault to plant into the product; null: none.</summary>
    public string? Bug { get; init; }

    /// <summary>Where the logs of the processes go.</summary>
    public required string LogDirectory { get; init; }
}
