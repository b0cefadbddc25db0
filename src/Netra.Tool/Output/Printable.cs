using System.Globalization;
using System.Text;

namespace Netra.Tool;

/// <summary>
/// Text of others on a terminal: what would move the cursor, change colours, or show text in another order than it has is written as JSON would escape it. JSON without
/// white space stays the same JSON.
/// </summary>
internal static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(IsObeyed)) return text;
        var printable = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsObeyed(c)) printable.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else printable.Append(c);
        }

        return printable.ToString();
    }

    /// <summary>Controls (C0, DEL and C1), line and paragraph separators, and what sets the direction of text (UAX #9, section 2).</summary>
    private static bool IsObeyed(char c) => char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
