namespace Netra.Gateway;

/// <summary>What a client needs to know before it connects.</summary>
internal sealed record ConfigBody
{
    /// <summary>Where the socket is.</summary>
    public required string WebsocketUrl { get; init; }

    /// <summary>The subprotocols that are served.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    public required HeartbeatBody Heartbeat { get; init; }

    public required LimitsBody Limits { get; init; }

    /// <summary>The server's version.</summary>
    public required string Version { get; init; }
}
