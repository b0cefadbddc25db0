using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.Client;

/// <summary>RFC 6902. The tests in a patch were the server's business: it applied all of it.</summary>
internal static class JsonPatch
{
    private const string Root = "root";

    /// <summary>Applies operations to a document, which is changed by it.</summary>
    /// <exception cref="InapplicableChangeException">They don't fit.</exception>
    public static JsonNode? Apply(JsonNode document, JsonElement operations)
    {
        // A holder above the root lets an operation replace the whole document.
        var holder = new JsonObject { [Root] = document };
        foreach (var operation in operations.EnumerateArray()) Apply(holder, operation);
        return holder[Root];
    }

    private static void Apply(JsonObject holder, JsonElement operation)
    {
        var path = Text(operation, "path");
        switch (Text(operation, "op"))
        {
            case "add":
                Put(holder, path, Value(operation), replaces: false);
                break;
            case "replace":
                Put(holder, path, Value(operation), replaces: true);
                break;
            case "remove":
                Remove(holder, path);
                break;
            case "copy":
                Put(holder, path, Read(holder, Text(operation, "from"))?.DeepClone(), replaces: false);
                break;
            case "move":
                Put(holder, path, Remove(holder, Text(operation, "from")), replaces: false);
                break;
            case "test":
                break;
            default:
                throw new InapplicableChangeException();
        }
    }

    private static void Put(JsonObject holder, string pointer, JsonNode? value, bool replaces)
    {
        var (parent, name) = Find(holder, pointer);
        if (parent is JsonObject members)
        {
            members[name] = value;
            return;
        }

        var items = (JsonArray)parent;
        if (name == "-") items.Add(value);
        else if (replaces) items[Index(name, items.Count - 1)] = value;
        else items.Insert(Index(name, items.Count), value);
    }

    private static JsonNode? Remove(JsonObject holder, string pointer)
    {
        var (parent, name) = Find(holder, pointer);
        var value = Member(parent, name);
        if (parent is JsonArray items) items.RemoveAt(Index(name, items.Count - 1));
        else ((JsonObject)parent).Remove(name);
        return value;
    }

    private static JsonNode? Read(JsonObject holder, string pointer)
    {
        var (parent, name) = Find(holder, pointer);
        return Member(parent, name);
    }

    private static (JsonNode Parent, string Name) Find(JsonObject holder, string pointer)
    {
        var names = pointer.Split('/').Skip(1).Select(Unescape).Prepend(Root).ToList();
        JsonNode? parent = holder;
        foreach (var name in names[..^1]) parent = Member(parent, name);
        return parent is JsonObject or JsonArray ? (parent, names[^1]) : throw new InapplicableChangeException();
    }

    private static JsonNode? Member(JsonNode? parent, string name) => parent switch
    {
        JsonObject members when members.TryGetPropertyValue(name, out var value) => value,
        JsonArray items => items[Index(name, items.Count - 1)],
        _ => throw new InapplicableChangeException(),
    };

    private static int Index(string name, int last)
    {
        var isIndex = name.Length > 0 && name.All(char.IsAsciiDigit) && (name.Length == 1 || name[0] != '0');
        return isIndex && int.TryParse(name, CultureInfo.InvariantCulture, out var index) && index <= last
            ? index
            : throw new InapplicableChangeException();
    }

    private static string Unescape(string name) => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Text(JsonElement operation, string name) =>
        operation.ValueKind == JsonValueKind.Object && operation.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InapplicableChangeException();

    private static JsonNode? Value(JsonElement operation) =>
        operation.TryGetProperty("value", out var value) ? StatePatches.ToNode(value) : throw new InapplicableChangeException();
}
