using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>A change of the user's state, in one of its three forms (protocol section 5). Immutable.</summary>
public sealed record StateChange
{
    internal StateChange(StateChangeKind kind, JsonElement value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>Its form.</summary>
    public StateChangeKind Kind { get; }

    /// <summary>A merge patch (an object), operations (an array) or dotted paths with their values (an object).</summary>
    public JsonElement Value { get; }

    /// <summary>A merge patch (RFC 7396): members are set, null deletes.</summary>
    public static StateChange Patch(JsonObject patch) => new(StateChangeKind.Patch, ToElement(patch));

    /// <summary>Values at dotted paths, as <c>ui.theme</c>; missing objects are made.</summary>
    public static StateChange Set(JsonObject updates) => new(StateChangeKind.Updates, ToElement(updates));

    /// <summary>A JSON Patch (RFC 6902).</summary>
    public static StateChange Apply(JsonArray operations) => new(StateChangeKind.Ops, ToElement(operations));

    // Taken over at once: what the caller does to the node later changes nothing.
    private static JsonElement ToElement(JsonNode node) => JsonElement.Parse(node.ToJsonString(), ServerFrame.Json);

    /// <summary>Reads the one of the three members that is there; null when there is none, or it has another form.</summary>
    internal static StateChange? From(FrameMembers members)
    {
        if (members.TryGet("patch", out var value)) return value.ValueKind == JsonValueKind.Object ? new(StateChangeKind.Patch, value) : null;
        if (members.TryGet("updates", out value)) return value.ValueKind == JsonValueKind.Object ? new(StateChangeKind.Updates, value) : null;
        return members.TryGet("ops", out value) && value.ValueKind == JsonValueKind.Array ? new(StateChangeKind.Ops, value) : null;
    }
}
