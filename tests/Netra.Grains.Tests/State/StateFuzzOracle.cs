using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>Asks the naive implementation about any JSON: it sees to what that one takes for granted.</summary>
internal static partial class StateFuzzOracle
{
    /// <summary>
    /// False where nothing can be said: the framework's nodes know neither halves of surrogate pairs nor exponents without bound. Else the document after the change,
    /// or null when the change is to be refused.
    /// </summary>
    public static bool TryApply(StateFuzzInput input, out JsonObject? changed)
    {
        changed = null;
        if (HugeExponent().IsMatch(StateTexts.Utf8(input.Document)) || HugeExponent().IsMatch(StateTexts.Utf8(input.Change))) return false;
        if (!Utf8.IsValid(input.Change)) return true;
        try
        {
            var document = (JsonObject)Read(input.Document)!;
            var change = Read(input.Change);
            if (IsInOrder(input.Kind, change)) changed = NaiveState.Apply(document, input.Kind, change!.ToJsonString());
            return true;
        }
        catch (JsonException)
        {
            // The change is no JSON.
            return true;
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("surrogate", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static JsonNode? Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = StateLimits.MaxDepth });
        return NodeOf(document.RootElement);
    }

    /// <summary>Of members that come twice the last value in the first place.</summary>
    private static JsonNode? NodeOf(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject()) members[member.Name] = NodeOf(member.Value);
                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(NodeOf)]);
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            default:
                return JsonNode.Parse(element.GetRawText());
        }
    }

    private static bool IsInOrder(StateChangeKind kind, JsonNode? change) => kind switch
    {
        StateChangeKind.Patch => change is JsonObject,
        StateChangeKind.Ops => change is JsonArray operations && operations.All(IsOperation),
        _ => change is JsonObject updates && updates.All(update => update.Key.Split('.').All(name => name.Length > 0)),
    };

    private static bool IsOperation(JsonNode? node) => node is JsonObject operation && TextOf(operation, "op") switch
    {
        "add" or "replace" or "test" => IsPointer(operation, "path") && operation.ContainsKey("value"),
        "remove" => IsPointer(operation, "path"),
        "move" or "copy" => IsPointer(operation, "path") && IsPointer(operation, "from"),
        _ => false,
    };

    private static bool IsPointer(JsonObject operation, string name) => TextOf(operation, name) is { } text && Pointer().IsMatch(text);

    private static string? TextOf(JsonObject operation, string name) => operation[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [GeneratedRegex(@"\A(/([^~/]|~[01])*)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"[0-9][eE][+-]?[0-9]{4}")]
    private static partial Regex HugeExponent();
}
