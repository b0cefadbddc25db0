namespace Netra.Client.Publishing;

/// <summary>What the server tells clients before they connect.</summary>
public sealed record ServerConfig
{
    /// <summary>Where the socket is.</summary>
    public required Uri WebsocketUrl { get; init; }

    /// <summary>The subprotocols that are served.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    public required ServerHeartbeat Heartbeat { get; init; }

    /// <summary>The limits of a user without a plan.</summary>
    public required ServerLimits Limits { get; init; }

    /// <summary>The server's version.</summary>
    public required string Version { get; init; }
}
