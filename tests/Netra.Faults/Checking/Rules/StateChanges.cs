using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>Reads frames that change the state.</summary>
internal static class StateChanges
{
    public const string Type = "state_updated";

    /// <summary>Whether a frame makes this version by this merge patch.</summary>
    public static bool IsOf(TrueFrame frame, long version, string patch) =>
        frame.Type == Type && JsonNode.Parse(frame.Payload) is { } payload && (long)payload["version"]! == version && HasPatch(payload, patch);

    /// <summary>Whether a frame is a change by this merge patch.</summary>
    public static bool HasPatch(TrueFrame frame, string patch) => frame.Type == Type && HasPatch(JsonNode.Parse(frame.Payload)!, patch);

    private static bool HasPatch(JsonNode payload, string patch) => JsonNode.DeepEquals(payload["patch"], JsonNode.Parse(patch));
}
