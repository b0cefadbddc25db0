using System.Text.Json.Nodes;

namespace Netra.Testing;

/// <summary>RFC 7396 as its section 2 writes it, over mutable nodes of the framework.</summary>
internal static class NaiveMerge
{
    public static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members) return patch?.DeepClone();
        var merged = target is JsonObject present ? (JsonObject)present.DeepClone() : [];
        foreach (var (name, value) in members)
        {
            if (value is null) merged.Remove(name);
            else merged[name] = Merge(merged[name], value);
        }

        return merged;
    }
}
