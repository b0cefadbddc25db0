using System.Text.Json;

namespace Netra.Gateway;

/// <summary>
/// The body of a publish to one user, for the OpenAPI document: the members of one message, or <c>messages</c>, which decides when it is there.
/// </summary>
internal sealed record PublishRequestBody
{
    /// <summary>Of one message: 1 to 64 characters; none of the protocol's own types.</summary>
    public string? Type { get; init; }

    /// <summary>Of one message: the publisher's id for it, 1 to 128 characters; made up when absent.</summary>
    public string? Id { get; init; }

    /// <summary>Of one message: a JSON object; empty when absent.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>Of one message: how much it matters: <c>low</c>, <c>normal</c>, <c>high</c> or <c>critical</c>; normal when absent.</summary>
    public string? Priority { get; init; }

    /// <summary>Of one message: for how many milliseconds it may be delivered, 1 to 315,360,000,000 (ten years); without an end when absent.</summary>
    public long? TtlMs { get; init; }

    /// <summary>Of one message: false: it goes to the connections that are there now, and is not stored. True when absent.</summary>
    public bool? Durable { get; init; }

    /// <summary>A batch of 1 to 1,000 messages.</summary>
    public IReadOnlyList<MessageBody>? Messages { get; init; }
}
