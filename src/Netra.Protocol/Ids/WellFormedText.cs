namespace Netra.Protocol;

/// <summary>Tells text that survives a round trip through UTF-8, a header or a database column from text that does not.</summary>
public static class WellFormedText
{
    /// <summary>No control characters and no half of a surrogate pair.</summary>
    public static bool IsPrintable(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c)) return false;
        }

        return IsWellFormed(text);
    }

    /// <summary>No half of a surrogate pair.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!char.IsSurrogate(c)) continue;
            if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
