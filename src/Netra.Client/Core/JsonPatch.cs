using System.Globalization;
using System.Text.Json;

namespace Netra.Client;

/// <summary>RFC 6902. The tests in a patch were the server's business: it applied all of it.</summary>
internal static class JsonPatch
{
    private const string Root = "root";

    /// <summary>Applies operations to a document of <see cref="MutableJson"/>, which is changed by it.</summary>
    /// <exception cref="InapplicableChangeException">They don't fit.</exception>
    public static object Apply(object document, JsonElement operations)
    {
        // A holder above the root lets an operation replace the whole document.
        var holder = new Dictionary<string, object> { [Root] = document };
        foreach (var operation in operations.EnumerateArray()) Apply(holder, operation);
        return holder.GetValueOrDefault(Root) ?? throw new InapplicableChangeException();
    }

    private static void Apply(Dictionary<string, object> holder, JsonElement operation)
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
                Put(holder, path, MutableJson.Clone(Read(holder, Text(operation, "from"))), replaces: false);
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

    private static void Put(Dictionary<string, object> holder, string pointer, object value, bool replaces)
    {
        var (parent, name) = Find(holder, pointer);
        if (parent is Dictionary<string, object> members)
        {
            members[name] = value;
            return;
        }

        var items = (List<object>)parent;
        if (name == "-") items.Add(value);
        else if (replaces) items[Index(name, items.Count - 1)] = value;
        else items.Insert(Index(name, items.Count), value);
    }

    private static object Remove(Dictionary<string, object> holder, string pointer)
    {
        var (parent, name) = Find(holder, pointer);
        var value = Member(parent, name);
        if (parent is List<object> items) items.RemoveAt(Index(name, items.Count - 1));
        else ((Dictionary<string, object>)parent).Remove(name);
        return value;
    }

    private static object Read(Dictionary<string, object> holder, string pointer)
    {
        var (parent, name) = Find(holder, pointer);
        return Member(parent, name);
    }

    private static (object Parent, string Name) Find(Dictionary<string, object> holder, string pointer)
    {
        var names = pointer.Split('/').Skip(1).Select(Unescape).Prepend(Root).ToList();
        object parent = holder;
        foreach (var name in names[..^1]) parent = Member(parent, name);
        return parent is JsonElement ? throw new InapplicableChangeException() : (parent, names[^1]);
    }

    private static object Member(object parent, string name) => parent switch
    {
        Dictionary<string, object> members when members.TryGetValue(name, out var value) => value,
        List<object> items => items[Index(name, items.Count - 1)],
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

    private static object Value(JsonElement operation) =>
        operation.TryGetProperty("value", out var value) ? MutableJson.Of(value) : throw new InapplicableChangeException();
}
