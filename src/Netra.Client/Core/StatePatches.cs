using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>The three ways to change the state (protocol section 5). Each gives a new document and leaves the old one as it was.</summary>
internal static class StatePatches
{
    /// <summary>The document behind a change; false where the change can't be applied.</summary>
    public static bool TryApply(JsonElement document, StateChange change, out JsonElement changed)
    {
        try
        {
            var root = (JsonObject)ToNode(document)!;
            JsonNode? result = change.Kind switch
            {
                StateChangeKind.Patch => Merge(root, change.Value),
                StateChangeKind.Updates => SetPaths(root, change.Value),
                _ => JsonPatch.Apply(root, change.Value),
            };
            changed = ToElement(result as JsonObject ?? throw new InapplicableChangeException());
            return true;
        }
        catch (Exception exception) when (exception is InapplicableChangeException or InvalidOperationException)
        {
            // Why does not matter: who can't apply a change asks for the whole document. The framework throws the second for names that are no text.
            changed = default;
            return false;
        }
    }

    /// <summary>A node that nothing else holds. Of members that come twice the last counts.</summary>
    public static JsonNode? ToNode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject()) members[member.Name] = ToNode(member.Value);
                return members;
            case JsonValueKind.Array:
                return new JsonArray(element.EnumerateArray().Select(ToNode).ToArray());
            default:
                return JsonValue.Create(element);
        }
    }

    /// <summary>The value of a node, which no longer depends on it.</summary>
    public static JsonElement ToElement(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        node.WriteTo(writer);
        writer.Flush();
        return JsonElement.Parse(buffer.WrittenSpan, ServerFrame.Json);
    }

    // RFC 7396.
    private static JsonObject Merge(JsonObject target, JsonElement patch)
    {
        foreach (var member in LastMembers(patch))
        {
            if (member.Value.ValueKind == JsonValueKind.Null) target.Remove(member.Key);
            else if (member.Value.ValueKind != JsonValueKind.Object) target[member.Key] = ToNode(member.Value);
            else if (target[member.Key] is JsonObject before) Merge(before, member.Value);
            else target[member.Key] = Merge(new JsonObject(), member.Value);
        }

        return target;
    }

    private static JsonObject SetPaths(JsonObject document, JsonElement updates)
    {
        foreach (var update in updates.EnumerateObject())
        {
            var names = update.Name.Split('.');
            if (names.Contains("")) throw new InapplicableChangeException();
            var holder = document;
            foreach (var name in names[..^1])
            {
                if (!holder.ContainsKey(name)) holder[name] = new JsonObject();
                holder = holder[name] as JsonObject ?? throw new InapplicableChangeException();
            }

            holder[names[^1]] = ToNode(update.Value);
        }

        return document;
    }

    private static Dictionary<string, JsonElement> LastMembers(JsonElement patch)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in patch.EnumerateObject()) members[member.Name] = member.Value;
        return members;
    }
}
