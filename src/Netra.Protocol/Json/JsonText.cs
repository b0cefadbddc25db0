using System.Globalization;
using System.Text;

namespace Netra.Protocol;

/// <summary>Decodes the inside of JSON strings that a reader has already found to be valid.</summary>
/// <remarks>
/// The framework's own decoding throws for an escaped half of a surrogate pair. A client could make a frame of thousands of them, so that is
/// too dear; and such text is an ordinary answer here.
/// </remarks>
internal static class JsonText
{
    /// <summary>The longest escape of one UTF-16 code unit, as in <c>\u0041</c>.</summary>
    public const int MaxEscapeLength = 6;

    /// <summary>
    /// Decodes <paramref name="content"/>, the string without its quotes. False when the text is not well-formed Unicode.
    /// </summary>
    /// <param name="content">Valid UTF-8, and valid as the content of a JSON string.</param>
    /// <param name="destination">At least as long as <paramref name="content"/>.</param>
    /// <param name="length">How many code units were written.</param>
    public static bool TryDecode(ReadOnlySpan<byte> content, Span<char> destination, out int length)
    {
        length = 0;
        while (true)
        {
            var backslash = content.IndexOf((byte)'\\');
            var plain = backslash < 0 ? content : content[..backslash];
            length += Encoding.UTF8.GetChars(plain, destination[length..]);
            if (backslash < 0) return WellFormedText.IsWellFormed(destination[..length]);

            destination[length++] = DecodeEscape(content[backslash..], out var consumed);
            content = content[(backslash + consumed)..];
        }
    }

    private static char DecodeEscape(ReadOnlySpan<byte> escape, out int consumed)
    {
        consumed = 2;
        switch (escape[1])
        {
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'u':
                consumed = MaxEscapeLength;
                return (char)ushort.Parse(escape[2..MaxEscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default: return (char)escape[1];
        }
    }
}
