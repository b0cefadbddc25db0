using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>A user's state, made from what a client gets (docs/protocol.md, section 5).</summary>
internal sealed class StateReplica
{
    public long Version { get; private set; }

    public JsonObject Document { get; private set; } = [];

    /// <summary>Takes a whole state.</summary>
    public void Replace(long version, JsonObject document)
    {
        Version = version;
        Document = (JsonObject)document.DeepClone();
    }

    /// <summary>Takes the payload of a <c>state_updated</c>. False when it is not the next version: older ones are dropped, newer ones leave a gap.</summary>
    public bool TryApply(JsonNode payload)
    {
        var version = (long)payload["version"]!;
        if (version != Version + 1) return false;
        Version = version;
        if (payload["patch"] is JsonObject patch) Merge(Document, patch);
        else if (payload["updates"] is JsonObject updates) Set(updates);
        else if (payload["ops"] is JsonArray operations) Operate(operations);
        else throw new FormatException("A change of the state has neither a patch nor updates nor operations.");
        return true;
    }

    /// <summary>RFC 7396.</summary>
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject place) target[name] = place = [];
                Merge(place, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private void Set(JsonObject updates)
    {
        foreach (var (path, value) in updates)
        {
            var names = path.Split('.');
            var place = Document;
            foreach (var name in names[..^1])
            {
                if (place[name] is not JsonObject next) place[name] = next = [];
                place = next;
            }

            place[names[^1]] = value?.DeepClone();
        }
    }

    /// <summary>The little of RFC 6902 that the load uses: members of the document are added and removed.</summary>
    private void Operate(JsonArray operations)
    {
        foreach (var operation in operations)
        {
            var name = ((string)operation!["path"]!)[1..];
            if ((string?)operation["op"] == "add") Document[name] = operation["value"]?.DeepClone();
            else Document.Remove(name);
        }
    }
}
