using System.Globalization;
using System.Text.Json.Nodes;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>
/// The three kinds of changes as plainly as they can be written: over mutable nodes of the framework, on a copy of the whole document. For documents whose names
/// come once and whose values are not null at the top of a test.
/// </summary>
internal static class NaiveState
{
    /// <summary>The document after the change; null when the change does not fit.</summary>
    public static JsonObject? Apply(JsonObject document, StateChangeKind kind, string change)
    {
        try
        {
            // In a holder, so that the document itself has a place like any other.
            var holder = new JsonObject { ["all"] = document.DeepClone() };
            var said = JsonNode.Parse(change)!;
            switch (kind)
            {
                case StateChangeKind.Patch:
                    holder["all"] = NaiveMerge.Merge(holder["all"], said);
                    break;
                case StateChangeKind.Ops:
                    foreach (var operation in said.AsArray()) Operate(holder, operation!.AsObject());
                    break;
                default:
                    foreach (var (path, value) in said.AsObject()) Update(holder["all"]!.AsObject(), path, value);
                    break;
            }

            return (JsonObject)holder["all"]!.DeepClone();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void Update(JsonObject target, string path, JsonNode? value)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            if (!target.ContainsKey(name)) target[name] = new JsonObject();
            target = target[name] as JsonObject ?? throw new FormatException(path);
        }

        target[names[^1]] = value?.DeepClone();
    }

    private static void Operate(JsonObject holder, JsonObject operation)
    {
        var path = (string)operation["path"]!;
        switch ((string)operation["op"]!)
        {
            case "test":
                if (!JsonNode.DeepEquals(Read(holder, path), operation["value"])) throw new FormatException(path);
                break;
            case "add":
                Add(holder, path, operation["value"]?.DeepClone());
                break;
            case "replace":
                Read(holder, path);
                Remove(holder, path);
                Add(holder, path, operation["value"]?.DeepClone());
                break;
            case "remove":
                Remove(holder, path);
                break;
            case "copy":
                Add(holder, path, Read(holder, (string)operation["from"]!)?.DeepClone());
                break;
            default:
                var from = (string)operation["from"]!;
                var moved = Read(holder, from)?.DeepClone();
                if (path.StartsWith(from + "/", StringComparison.Ordinal)) throw new FormatException(path);
                Remove(holder, from);
                Add(holder, path, moved);
                break;
        }

        if (holder["all"] is not JsonObject) throw new FormatException(path);
    }

    private static JsonNode? Read(JsonObject holder, string path)
    {
        var (parent, name) = Find(holder, path);
        return parent is JsonArray list ? list[Index(name, list.Count - 1)] : parent.AsObject().TryGetPropertyValue(name, out var value) ? value : throw new FormatException(path);
    }

    private static void Add(JsonObject holder, string path, JsonNode? value)
    {
        var (parent, name) = Find(holder, path);
        if (parent is JsonArray list) list.Insert(name == "-" ? list.Count : Index(name, list.Count), value);
        else parent.AsObject()[name] = value;
    }

    private static void Remove(JsonObject holder, string path)
    {
        var (parent, name) = Find(holder, path);
        if (parent is JsonArray list) list.RemoveAt(Index(name, list.Count - 1));
        else if (!parent.AsObject().Remove(name)) throw new FormatException(path);
    }

    private static (JsonNode Parent, string Name) Find(JsonObject holder, string path)
    {
        var names = ("/all" + path).Split('/').Skip(1).Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        JsonNode? node = holder;
        foreach (var name in names.SkipLast(1))
        {
            node = node switch
            {
                JsonArray list => list[Index(name, list.Count - 1)],
                JsonObject members when members.TryGetPropertyValue(name, out var value) => value,
                _ => throw new FormatException(path),
            };
        }

        return (node is JsonArray or JsonObject ? node : throw new FormatException(path), names[^1]);
    }

    private static int Index(string name, int last) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last && index.ToString(CultureInfo.InvariantCulture) == name
            ? index
            : throw new FormatException(name);
}
