using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>A small JSON object that a call of the server API brings. Of members that come twice the last counts.</summary>
internal sealed class ApiBody
{
    /// <summary>The largest such body: every call that has one needs a fraction of it.</summary>
    public const int MaxBytes = 16 * 1024;

    private readonly JsonElement _json;

    private ApiBody(JsonElement json) => _json = json;

    /// <summary>Reads a body; null when there is none.</summary>
    public static async Task<ApiBody?> ReadAsync(HttpContext context)
    {
        var utf8 = await ApiRequest.ReadJsonAsync(context, MaxBytes);
        if (utf8.Length == 0) return null;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ApiBody(document.RootElement.Clone())
                : throw new ApiException(ErrorCodes.NotAnObject, "The body is not a JSON object; one was expected.");
        }
        catch (JsonException exception)
        {
            var line = (int)(exception.LineNumber ?? 0);
            var details = new FrameErrorDetails { Line = line + 1, Column = ColumnOf(utf8.Span, line, (int)(exception.BytePositionInLine ?? 0)) };
            throw new ApiException(ErrorCodes.InvalidJson, "The body is not valid JSON; one JSON object was expected.", details);
        }
    }

    public bool Has(string name) => _json.TryGetProperty(name, out _);

    /// <summary>Text of 1 to so many characters, or an end to the call.</summary>
    public string Text(string name, int maxLength) =>
        _json.TryGetProperty(name, out var member) && JwtText.TryRead(member, out var text) && text.Length >= 1 && text.Length <= maxLength
            ? text
            : throw Wrong(name, $"'{name}' must be text of 1 to {maxLength} characters.");

    /// <summary>Text of at most so many characters; null when it is absent or null.</summary>
    public string? OptionalText(string name, int maxLength)
    {
        if (IsAbsent(name)) return null;
        return JwtText.TryRead(_json.GetProperty(name), out var text) && text.Length <= maxLength
            ? text
            : throw Wrong(name, $"'{name}' must be text of at most {maxLength} characters.");
    }

    public bool Flag(string name)
    {
        if (IsAbsent(name)) return false;
        var kind = _json.GetProperty(name).ValueKind;
        return kind is JsonValueKind.True or JsonValueKind.False ? kind == JsonValueKind.True : throw Wrong(name, $"'{name}' must be true or false.");
    }

    /// <summary>A time in Unix milliseconds; null when it is absent or null.</summary>
    public long? OptionalTime(string name, long max)
    {
        if (IsAbsent(name)) return null;
        var member = _json.GetProperty(name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var time) && time >= 0 && time <= max
            ? time
            : throw Wrong(name, $"'{name}' must be a time in Unix milliseconds.");
    }

    /// <summary>Ends the call because of a member.</summary>
    public static ApiException Wrong(string name, string detail) => new(ErrorCodes.BadRequest, detail, new FrameErrorDetails { Field = name });

    private bool IsAbsent(string name) => !_json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null;

    /// <summary>In UTF-16 code units from 1, as everywhere.</summary>
    private static int ColumnOf(ReadOnlySpan<byte> utf8, int line, int bytes)
    {
        for (; line > 0; line--) utf8 = utf8[(utf8.IndexOf((byte)'\n') + 1)..];
        return Encoding.UTF8.GetCharCount(utf8[..Math.Min(bytes, utf8.Length)]) + 1;
    }
}
