using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.EndToEnd.Tests;

/// <summary>A client's copy of the state, kept as protocol section 5 says, from the frames of one connection in their order.</summary>
public sealed class StateReplica
{
    public long Version { get; private set; }

    public JsonObject Document { get; private set; } = [];

    /// <summary>The document with its members in order, so that two can be compared.</summary>
    public string Text => Canonical(Document)!.ToJsonString();

    public static StateReplica Of(IEnumerable<Frame> frames)
    {
        var replica = new StateReplica();
        foreach (var frame in frames) replica.Take(frame);
        return replica;
    }

    /// <summary>Takes over a frame. Others than those about the state are nothing to it.</summary>
    public void Take(Frame frame)
    {
        if (frame.Type is "state_snapshot" or "state_resync" or "current_state") Take(frame.Payload);
        if (frame.Type != "state_updated") return;
        var version = frame.Payload.GetProperty("version").GetInt64();
        if (version <= Version) return;
        Assert.Equal(Version + 1, version);
        Apply(frame.Payload);
        Version = version;
    }

    /// <summary>Takes over a whole state.</summary>
    public void Take(JsonElement state)
    {
        Version = state.GetProperty("version").GetInt64();
        Document = JsonNode.Parse(state.GetProperty("state").GetRawText())!.AsObject();
    }

    /// <summary>A text of any JSON that does not depend on the order of members.</summary>
    public static string CanonicalText(JsonElement element) => Canonical(JsonNode.Parse(element.GetRawText()))!.ToJsonString();

    private void Apply(JsonElement change)
    {
        if (change.TryGetProperty("patch", out var patch)) Merge(Document, JsonNode.Parse(patch.GetRawText())!.AsObject());
        if (change.TryGetProperty("updates", out var updates)) Update(updates);
        if (!change.TryGetProperty("ops", out var operations)) return;
        foreach (var operation in operations.EnumerateArray()) Operate(operation);
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject) target[name] = new JsonObject();
                Merge(target[name]!.AsObject(), inner);
                continue;
            }

            if (value is null) target.Remove(name);
            else target[name] = value.DeepClone();
        }
    }

    private void Update(JsonElement updates)
    {
        foreach (var update in updates.EnumerateObject())
        {
            var path = update.Name.Split('.');
            var place = Document;
            foreach (var name in path[..^1])
            {
                if (place[name] is null) place[name] = new JsonObject();
                place = place[name]!.AsObject();
            }

            place[path[^1]] = JsonNode.Parse(update.Value.GetRawText());
        }
    }

    /// <summary>The operations that these tests send: <c>add</c> and <c>remove</c> of members of objects.</summary>
    private void Operate(JsonElement operation)
    {
        var path = operation.GetProperty("path").GetString()!.Split('/')[1..];
        var place = path[..^1].Aggregate(Document, (at, name) => at[name]!.AsObject());
        if (operation.GetProperty("op").GetString() == "remove") place.Remove(path[^1]);
        else place[path[^1]] = JsonNode.Parse(operation.GetProperty("value").GetRawText());
    }

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Canonical(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Canonical)]),
        _ => node?.DeepClone(),
    };
}
