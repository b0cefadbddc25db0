using System.Text.Json;
using System.Text.Unicode;

namespace Netra.Protocol.Tests;

/// <summary>Says of a text what the framework's own parser says.</summary>
internal static class JsonOracle
{
    /// <summary>Whether the text is JSON in UTF-8, at most so many levels deep.</summary>
    public static bool IsValid(byte[] utf8, int maxDepth = 64)
    {
        if (!Utf8.IsValid(utf8)) return false;
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = maxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether something can be put behind the text so that the whole is JSON, of any depth.</summary>
    public static bool CanGoOn(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue }));
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The last value of a member, or null; every decoded name is compared, so nothing of the codec is used.</summary>
    public static JsonElement? Last(JsonElement root, string name)
    {
        JsonElement? last = null;
        foreach (var member in root.EnumerateObject())
        {
            if (NameOf(member) == name) last = member.Value;
        }

        return last is { ValueKind: JsonValueKind.Null } ? null : last;
    }

    /// <summary>The members of a flat payload as they stand in the text.</summary>
    public static string[] FlatMembers(JsonElement root) =>
    [
        .. root.EnumerateObject().Where(member => NameOf(member) is not ("type" or "id" or "timestamp" or "payload")).Select(member => member.ToString()),
    ];

    /// <summary>A string; null when it is no well-formed Unicode.</summary>
    public static string? Text(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "\ufffd";
        }
    }
}
