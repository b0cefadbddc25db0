using System.Text.Json;

namespace Netra.Gateway;

/// <summary>A message as a publisher sends it. Describes the body for the OpenAPI document; bodies are read by the protocol's own parser.</summary>
internal sealed record MessageBody
{
    /// <summary>1 to 64 characters; none of the protocol's own types.</summary>
    public required string Type { get; init; }

    /// <summary>The publisher's id for the message, 1 to 128 characters; made up when absent.</summary>
    public string? Id { get; init; }

    /// <summary>A JSON object; empty when absent.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>How much it matters: <c>low</c>, <c>normal</c>, <c>high</c> or <c>critical</c>; normal when absent.</summary>
    public string? Priority { get; init; }

    /// <summary>For how many milliseconds it may be delivered, 1 to 315,360,000,000 (ten years); without an end when absent.</summary>
    public long? TtlMs { get; init; }

    /// <summary>False: it goes to the connections that are there now, and is not stored. True when absent.</summary>
    public bool? Durable { get; init; }

    /// <summary>The user, in a batch across users.</summary>
    public string? UserId { get; init; }
}
