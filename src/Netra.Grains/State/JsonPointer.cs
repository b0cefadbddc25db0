using System.Diagnostics.CodeAnalysis;

namespace Netra.Grains;

/// <summary>A JSON Pointer (RFC 6901) to a place of the document.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Segments">The names on the way, unescaped; none for the document itself.</param>
internal sealed record JsonPointer(string Text, string[] Segments)
{
    /// <summary>Whether the other one is a place inside of this one's.</summary>
    public bool Holds(JsonPointer other) => other.Segments.Length > Segments.Length && other.Segments.AsSpan(0, Segments.Length).SequenceEqual(Segments);

    /// <summary>False when the text is not empty and begins without a slash, or has a tilde that is neither <c>~0</c> nor <c>~1</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPointer? pointer)
    {
        pointer = null;
        if (text.Length == 0)
        {
            pointer = new JsonPointer(text, []);
            return true;
        }

        if (text[0] != '/') return false;
        for (var i = text.IndexOf('~', StringComparison.Ordinal); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 == text.Length || text[i + 1] is not ('0' or '1')) return false;
        }

        pointer = new JsonPointer(text, [.. text[1..].Split('/').Select(Unescape)]);
        return true;
    }

    /// <summary>Reads an array index: <c>0</c>, or digits that do not begin with 0.</summary>
    public static bool TryReadIndex(string segment, out int index)
    {
        index = 0;
        return segment.Length > 0 && (segment[0] != '0' || segment.Length == 1) && segment.All(char.IsAsciiDigit) && int.TryParse(segment, out index);
    }

    private static string Unescape(string segment) =>
        segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
