using System.Globalization;
using System.Text;

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
            var written = Escape(rest[..length]);
            room -= Encoding.UTF8.GetByteCount(written);
            if (room < 0) break;
            json.Append(written);
            rest = rest[length..];
        }

        return json.Append('"').Append(end).ToString();
    }

    /// <summary>What JSON asks for and no more (RFC 8259 section 7): the encoders of .NET make twelve bytes of a flag's half.</summary>
    private static string Escape(ReadOnlySpan<char> text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '"' or '\\') escaped.Append('\\').Append(c);
            else if (c == '\n') escaped.Append("\\n");
            else if (c < ' ') escaped.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else escaped.Append(c);
        }

        return escaped.ToString();
    }
}
