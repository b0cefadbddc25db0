using System.Text.Json.Nodes;

namespace Netra.Model.Tests;

/// <summary>Changes of a document as the three ways of saying them mean them. Of JSON Patch the operations on members of the root.</summary>
internal static class ModelState
{
    /// <summary>Answers a new document, or null when the change can't be applied.</summary>
    public static JsonObject? Apply(JsonObject state, string member, JsonNode change)
    {
        var next = (JsonObject)state.DeepClone();
        return member switch
        {
            "patch" => (JsonObject)Merge(next, change)!,
            "ops" => change.AsArray().All(operation => Operate(next, operation!.AsObject())) ? next : null,
            _ => change.AsObject().All(update => Set(next, update.Key.Split('.'), update.Value)) ? next : null,
        };
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members) return patch?.DeepClone();
        var result = target is JsonObject existing ? (JsonObject)existing.DeepClone() : [];
        foreach (var (name, value) in members)
        {
            if (value is null) result.Remove(name);
            else result[name] = Merge(result[name], value);
        }

        return result;
    }

    private static bool Operate(JsonObject document, JsonObject operation)
    {
        var name = operation["path"]!.GetValue<string>()[1..];
        switch (operation["op"]!.GetValue<string>())
        {
            case "add":
                document[name] = operation["value"]?.DeepClone();
                return true;
            case "remove":
                return document.Remove(name);
            default:
                return document.ContainsKey(name) && JsonNode.DeepEquals(document[name], operation["value"]);
        }
    }

    private static bool Set(JsonObject document, string[] path, JsonNode? value)
    {
        foreach (var name in path[..^1])
        {
            if (!document.ContainsKey(name)) document[name] = new JsonObject();
            if (document[name] is not JsonObject inner) return false;
            document = inner;
        }

        document[path[^1]] = value?.DeepClone();
        return true;
    }
}
