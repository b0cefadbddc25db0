using System.Globalization;
using System.Text;

namespace Netra.Tool;

/// <summary>Text of others on a terminal: what would move the cursor or change colours is written as JSON would escape it.</summary>
internal static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(char.IsControl)) return text;
        var printable = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (char.IsControl(c)) printable.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else printable.Append(c);
        }

        return printable.ToString();
    }
}
