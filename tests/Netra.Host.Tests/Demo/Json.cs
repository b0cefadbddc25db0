using System.Text;
using System.Text.Json.Nodes;

namespace Netra.Host.Tests;

internal static class Json
{
    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    public static ReadOnlyMemory<byte> Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    /// <summary>RFC 7396.</summary>
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
