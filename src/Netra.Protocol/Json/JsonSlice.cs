using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Protocol;

/// <summary>
/// One value (or name) of a JSON text that has been read over, by its place. The default stands for a member that is absent.
/// </summary>
internal readonly ref struct JsonSlice
{
    /// <summary>The kind of the value, by its first token.</summary>
    public JsonTokenType Kind { get; init; }

    /// <summary>Where it begins in the text, in bytes.</summary>
    public int Offset { get; init; }

    /// <summary>Its bytes as they stand in the text; a string with its quotes.</summary>
    public ReadOnlySpan<byte> Raw { get; init; }

    /// <summary>How deep it is nested in itself: 0 for a scalar, 1 for an object or array of scalars.</summary>
    public int Depth { get; init; }

    /// <summary>Not there, or null.</summary>
    public bool IsAbsent => Kind is JsonTokenType.None or JsonTokenType.Null;

    private ReadOnlySpan<byte> Content => Raw[1..^1];

    /// <summary>Whether this is the string <paramref name="ascii"/>, however it is escaped.</summary>
    public bool TextEquals(ReadOnlySpan<byte> ascii)
    {
        var content = Content;
        if (content.IndexOf((byte)'\\') < 0) return content.SequenceEqual(ascii);
        if (content.Length > ascii.Length * JsonText.MaxEscapeLength) return false;

        Span<char> text = stackalloc char[content.Length];
        return JsonText.TryDecode(content, text, out var length) && System.Text.Ascii.Equals(ascii, text[..length]);
    }

    /// <summary>Reads a string of 1 to <paramref name="maxLength"/> UTF-16 code units of well-formed Unicode.</summary>
    public bool TryGetText(int maxLength, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (Kind != JsonTokenType.String || (long)Content.Length > (long)maxLength * JsonText.MaxEscapeLength) return false;

        var content = Content;
        Span<char> decoded = content.Length <= 256 ? stackalloc char[content.Length] : new char[content.Length];
        if (!JsonText.TryDecode(content, decoded, out var length) || length == 0 || length > maxLength) return false;
        text = new string(decoded[..length]);
        return true;
    }

    /// <summary>Reads an integer written as one (no fraction, no exponent) that fits in 64 bits.</summary>
    public bool TryGetInteger(out long value)
    {
        value = 0;
        return Kind == JsonTokenType.Number
            && System.Buffers.Text.Utf8Parser.TryParse(Raw, out value, out var consumed)
            && consumed == Raw.Length;
    }
}
