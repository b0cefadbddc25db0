using System.Globalization;
using System.Text;

namespace Netra.Grains;

/// <summary>
/// Reads and writes the inside of JSON strings. Every text has one spelling when it is written: escaped is only what must be, a half of a surrogate pair
/// among it, so that every string that JSON can say survives.
/// </summary>
internal static class JsonStrings
{
    private const string ShortEscapes = "\"\\\b\f\n\r\t";
    private const string ShortEscapeNames = "\"\\bfnrt";

    /// <summary>The text of a string.</summary>
    /// <param name="content">Valid UTF-8, and valid as the content of a JSON string.</param>
    public static string Decode(ReadOnlySpan<byte> content)
    {
        if (!content.Contains((byte)'\\')) return Encoding.UTF8.GetString(content);
        var text = new StringBuilder(content.Length);
        while (true)
        {
            var backslash = content.IndexOf((byte)'\\');
            text.Append(Encoding.UTF8.GetString(backslash < 0 ? content : content[..backslash]));
            if (backslash < 0) return text.ToString();
            text.Append(DecodeEscape(content[backslash..], out var length));
            content = content[(backslash + length)..];
        }
    }

    /// <summary>How many bytes a text has when it is written, its quotes among them.</summary>
    public static int WrittenBytes(string text)
    {
        var bytes = 2;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            bytes += c switch
            {
                _ when MustBeEscaped(c) => ShortEscapes.Contains(c) ? 2 : 6,
                < '\x80' => 1,
                < '\x800' => 2,
                _ when IsPair(text, i) => 2,
                _ when char.IsLowSurrogate(c) && i > 0 && IsPair(text, i - 1) => 2,
                _ when char.IsSurrogate(c) => 6,
                _ => 3,
            };
        }

        return bytes;
    }

    /// <summary>Writes a text with its quotes. Answers how many bytes it wrote.</summary>
    public static int Write(string text, Span<byte> destination)
    {
        var written = 0;
        destination[written++] = (byte)'"';
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPair(text, i))
            {
                i++;
                continue;
            }

            if (!MustBeEscaped(text[i]) && !char.IsSurrogate(text[i])) continue;
            written += Encoding.UTF8.GetBytes(text.AsSpan(plain, i - plain), destination[written..]);
            written += WriteEscape(text[i], destination[written..]);
            plain = i + 1;
        }

        written += Encoding.UTF8.GetBytes(text.AsSpan(plain), destination[written..]);
        destination[written++] = (byte)'"';
        return written;
    }

    /// <summary>The text with halves of surrogate pairs replaced, so that anything can carry it.</summary>
    public static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static bool MustBeEscaped(char c) => c is < ' ' or '"' or '\\';

    private static bool IsPair(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);

    private static int WriteEscape(char c, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        var name = ShortEscapes.IndexOf(c);
        if (name >= 0)
        {
            destination[1] = (byte)ShortEscapeNames[name];
            return 2;
        }

        destination[1] = (byte)'u';
        ((ushort)c).TryFormat(destination[2..], out var digits, "x4", CultureInfo.InvariantCulture);
        return 2 + digits;
    }

    private static char DecodeEscape(ReadOnlySpan<byte> escape, out int length)
    {
        length = 2;
        if (escape[1] == 'u')
        {
            length = 6;
            return (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        var name = ShortEscapeNames.IndexOf((char)escape[1]);
        return name < 0 ? (char)escape[1] : ShortEscapes[name];
    }
}
