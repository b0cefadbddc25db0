using System.Globalization;
using System.Text.Json.Nodes;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>Random documents and changes over few names, so that changes often meet what is there.</summary>
internal sealed class RandomState(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "0", "1", "", "m~n", "x/y", "é\"\u0001"];

    public JsonObject Document() => Object(3);

    public (StateChangeKind Kind, string Json) Change(JsonObject document)
    {
        var kind = (StateChangeKind)random.Next(1, 4);
        return (kind, kind switch
        {
            StateChangeKind.Patch => Object(3).ToJsonString(),
            StateChangeKind.Ops => Operations(document).ToJsonString(),
            _ => Updates(document).ToJsonString(),
        });
    }

    private JsonObject Object(int depth)
    {
        var members = new JsonObject();
        for (var i = random.Next(4); i > 0; i--) members[Name()] = Value(depth - 1);
        return members;
    }

    private JsonNode? Value(int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-3, 30),
        3 => "s" + random.Next(3),
        4 => JsonNode.Parse(random.Next(2) == 0 ? "1.0" : "1e2"),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))]),
        _ => Object(depth),
    };

    private JsonArray Operations(JsonObject document)
    {
        var operations = new JsonArray();
        for (var i = random.Next(5); i > 0; i--)
        {
            var name = random.Next(6) switch { 0 => "add", 1 => "remove", 2 => "replace", 3 => "move", 4 => "copy", _ => "test" };
            var path = Path(document);
            var operation = new JsonObject { ["op"] = name, ["path"] = Pointer(path) };
            if (name is "move" or "copy") operation["from"] = Pointer(Path(document));
            if (name is "add" or "replace") operation["value"] = random.Next(20) == 0 ? Object(2) : Value(2);
            if (name is "test") operation["value"] = random.Next(4) == 0 ? Value(1) : Find(document, path)?.DeepClone();
            operations.Add((JsonNode)operation);
        }

        return operations;
    }

    private JsonObject Updates(JsonObject document)
    {
        var updates = new JsonObject();
        for (var i = random.Next(4); i > 0; i--)
        {
            var path = Path(document).Where(name => name.Length > 0).DefaultIfEmpty("a");
            updates[string.Join('.', path)] = Value(2);
        }

        return updates;
    }

    /// <summary>A way that is there, as far as it goes; sometimes one step aside or beyond.</summary>
    private List<string> Path(JsonObject document)
    {
        var path = new List<string>();
        JsonNode? node = document;
        while (random.Next(6) > 0)
        {
            if (node is JsonObject { Count: > 0 } members && random.Next(5) > 0)
            {
                path.Add(members.ElementAt(random.Next(members.Count)).Key);
            }
            else if (node is JsonArray list)
            {
                path.Add(random.Next(5) == 0 ? "-" : random.Next(list.Count + 1).ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                path.Add(Name());
                break;
            }

            node = Find(document, path);
        }

        return path;
    }

    private static JsonNode? Find(JsonNode? node, List<string> path)
    {
        foreach (var name in path)
        {
            node = node switch
            {
                JsonObject members => members[name],
                JsonArray list => int.TryParse(name, out var index) && index < list.Count ? list[index] : null,
                _ => null,
            };
        }

        return node;
    }

    private static string Pointer(List<string> path) =>
        string.Concat(path.Select(name => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    private string Name() => Names[random.Next(Names.Length)];
}
