namespace Netra.Gateway;

/// <summary>What the client is told. Describes the body for the OpenAPI document.</summary>
internal sealed record DisconnectRequestBody
{
    /// <summary>Why, for the client's code. Shortened until the close frame holds it.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the client is to come back; false when absent.</summary>
    public bool? Reconnect { get; init; }
}
