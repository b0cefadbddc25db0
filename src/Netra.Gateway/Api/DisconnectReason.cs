using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Netra.Gateway;

/// <summary>Writes the reason of a close frame with 4410 (protocol section 4).</summary>
internal static class DisconnectReason
{
    /// <summary>What a close frame holds beside its code (RFC 6455 section 5.5), in bytes.</summary>
    public const int MaxBytes = 123;

    /// <summary>
    /// The reason as JSON, the text shortened by whole characters (what people take for one: a letter with its accents, a flag) until all of it fits.
    /// </summary>
    public static string Write(string? reason, bool reconnect)
    {
        var end = $",\"reconnect\":{(reconnect ? "true" : "false")}}}";
        if (reason is null) return "{\"reason\":null" + end;
        var json = new StringBuilder("{\"reason\":\"");
        var room = MaxBytes - json.Length - 1 - end.Length;
        for (var rest = reason.AsSpan(); rest.Length > 0;)
        {
            var length = StringInfo.GetNextTextElementLength(rest);
            var written = JsonEncodedText.Encode(rest[..length], JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            room -= written.EncodedUtf8Bytes.Length;
            if (room < 0) break;
            json.Append(written.Value);
            rest = rest[length..];
        }

        return json.Append('"').Append(end).ToString();
    }
}
