namespace Netra.Host;

/// <summary>What this process is and where it listens.</summary>
internal sealed class NetraHostOptions
{
    public NetraRole Role { get; set; } = NetraRole.All;

    /// <summary>Where sockets and the HTTP API are.</summary>
    public string Url { get; set; } = "http://localhost:5080";

    /// <summary>Where health is.</summary>
    public string ManagementUrl { get; set; } = "http://localhost:5081";

    /// <summary>How long a client may take to send the head of a request, an upgrade's too. Then it gets 408 and the connection ends.</summary>
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public bool HasGateway => Role is NetraRole.All or NetraRole.Gateway;

    public bool HasUserGrains => Role is NetraRole.All or NetraRole.Silo;
}
