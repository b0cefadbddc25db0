using System.Text.Json;
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
            var root = MutableJson.ObjectOf(document);
            var result = change.Kind switch
            {
                StateChangeKind.Patch => Merge(root, change.Value),
                StateChangeKind.Updates => SetPaths(root, change.Value),
                _ => JsonPatch.Apply(root, change.Value) as Dictionary<string, object> ?? throw new InapplicableChangeException(),
            };
            changed = MutableJson.ToElement(result);
            return true;
        }
        catch (Exception exception) when (exception is InapplicableChangeException or InvalidOperationException or JsonException)
        {
            // Why does not matter: who can't apply a change asks for the whole document. The framework throws the second for names that are no text, the
            // third for a document that is too deep.
            changed = default;
            return false;
        }
    }

    // RFC 7396.
    private static Dictionary<string, object> Merge(Dictionary<string, object> target, JsonElement patch)
    {
        foreach (var (name, value) in LastMembers(patch))
        {
            if (value.ValueKind == JsonValueKind.Null) target.Remove(name);
            else if (value.ValueKind != JsonValueKind.Object) target[name] = MutableJson.Of(value);
            else target[name] = Merge(target.GetValueOrDefault(name) as Dictionary<string, object> ?? [], value);
        }

        return target;
    }

    private static Dictionary<string, object> SetPaths(Dictionary<string, object> document, JsonElement updates)
    {
        foreach (var update in updates.EnumerateObject())
        {
            var names = update.Name.Split('.');
            if (names.Contains("")) throw new InapplicableChangeException();
            var holder = document;
            foreach (var name in names[..^1])
            {
                if (!holder.TryGetValue(name, out var next)) holder[name] = next = new Dictionary<string, object>();
                holder = next as Dictionary<string, object> ?? throw new InapplicableChangeException();
            }

            holder[names[^1]] = MutableJson.Of(update.Value);
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
