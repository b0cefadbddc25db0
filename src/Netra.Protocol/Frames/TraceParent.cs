using System.Diagnostics.CodeAnalysis;

namespace Netra.Protocol;

/// <summary>Reads <c>traceparent</c> as W3C's Trace Context has it: <c>00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01</c>.</summary>
public static class TraceParent
{
    /// <summary>The length in its present version. A later one may be longer, and begins in the same way.</summary>
    private const int Length = 55;

    /// <summary>More than any version may need.</summary>
    internal const int MaxLength = 256;

    private const int TraceAt = 3, SpanAt = 36, FlagsAt = 53;

    /// <summary>Reads one. What is malformed, or of no trace, is as good as none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parent">The same in the present version, with the flag <c>sampled</c> or with none.</param>
    /// <param name="isSampled">Whether the caller records the trace.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? parent, out bool isSampled)
    {
        (parent, isSampled) = (null, false);
        if (text.Length is < Length or > MaxLength || !IsHex(text[..2]) || text[..2] is "ff") return false;
        if (text.Length > Length && (text[..2] is "00" || text[Length] != '-')) return false;
        if (text[TraceAt - 1] != '-' || text[SpanAt - 1] != '-' || text[FlagsAt - 1] != '-') return false;
        if (!IsId(text[TraceAt..(SpanAt - 1)]) || !IsId(text[SpanAt..(FlagsAt - 1)]) || !IsHex(text[FlagsAt..Length])) return false;
        isSampled = (Convert.FromHexString(text[FlagsAt..Length])[0] & 1) != 0;
        parent = $"00{text[(TraceAt - 1)..FlagsAt]}{(isSampled ? "01" : "00")}";
        return true;
    }

    /// <summary>That of a frame, as it was written; null when it is none.</summary>
    internal static string? Of(JsonSlice member) => member.TryGetText(MaxLength, out var text) && TryParse(text, out _, out _) ? text : null;

    private static bool IsId(ReadOnlySpan<char> text) => IsHex(text) && text.ContainsAnyExcept('0');

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c)) return false;
        }

        return true;
    }
}
