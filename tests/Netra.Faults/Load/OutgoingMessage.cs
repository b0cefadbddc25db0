using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>A message that a publisher wants to have delivered.</summary>
internal sealed record OutgoingMessage(string User, string Id, string Type, string Payload)
{
    public bool IsDurable { get; init; } = true;

    public long? TtlMs { get; init; }

    public string? Priority { get; init; }

    /// <summary>As the server API wants it.</summary>
    public JsonObject ToJson(bool withUser)
    {
        var json = new JsonObject { ["type"] = Type, ["id"] = Id, ["payload"] = JsonNode.Parse(Payload) };
        if (withUser) json["user_id"] = User;
        if (!IsDurable) json["durable"] = false;
        if (TtlMs is { } ttl) json["ttl_ms"] = ttl;
        if (Priority is not null) json["priority"] = Priority;
        return json;
    }
}
