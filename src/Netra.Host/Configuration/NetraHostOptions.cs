namespace Netra.Host;

/// <summary>What this process is and where it listens.</summary>
internal sealed class NetraHostOptions
{
    public NetraRole Role { get; set; } = NetraRole.All;

    /// <summary>Where the users' logs are. A gateway has none.</summary>
    public NetraStore Store { get; set; } = NetraStore.RocksDb;

    /// <summary>Where sockets and the HTTP API are.</summary>
    public string Url { get; set; } = "http://localhost:5080";

    /// <summary>Where health is.</summary>
    public string ManagementUrl { get; set; } = "http://localhost:5081";

    /// <summary>How long a start waits for databases that do not answer, all of them together. Zero: not at all. At most ten minutes.</summary>
    public TimeSpan DatabaseWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The directory in which the process notes which methods its first clients made the runtime compile, for its next start (<see cref="WarmStart"/>). Null: within that of the
    /// embedded store, and none with another store. Empty: none.
    /// </summary>
    public string? WarmStartPath { get; set; }

    public bool HasGateway => Role is NetraRole.All or NetraRole.Gateway;

    public bool HasUserGrains => Role is NetraRole.All or NetraRole.Silo;
}
