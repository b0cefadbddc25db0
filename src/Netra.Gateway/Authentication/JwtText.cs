using System.Text.Json;

namespace Netra.Gateway;

/// <summary>Reads text of JSON that strangers wrote.</summary>
internal static class JwtText
{
    /// <summary>A member's text; null when there is none, or when it is no well-formed text. Of members that come twice the last counts.</summary>
    public static string? Of(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && TryRead(member, out var text) ? text : null;

    /// <summary>Reads well-formed text. JSON can write half of a surrogate pair, which is none.</summary>
    public static bool TryRead(JsonElement element, out string text)
    {
        text = "";
        if (element.ValueKind != JsonValueKind.String) return false;
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
