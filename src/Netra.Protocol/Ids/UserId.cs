using System.Diagnostics.CodeAnalysis;

namespace Netra.Protocol;

/// <summary>
/// Names a user: the <c>sub</c> of its tokens. 1 to 128 UTF-16 code units of well-formed Unicode without control characters, not all of them white space; not
/// <c>.</c> or <c>..</c>, which no path of the server API can name (RFC 3986 section 5.2.4).
/// </summary>
public readonly record struct UserId
{
    /// <summary>The longest user id, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    private UserId(string value) => _value = value;

    /// <summary>The id as text. Empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes an id of <paramref name="text"/>, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserId userId)
    {
        var valid = text is { Length: >= 1 and <= MaxLength } and not ("." or "..")
            && !string.IsNullOrWhiteSpace(text) && WellFormedText.IsPrintable(text);
        userId = valid ? new UserId(text!) : default;
        return valid;
    }

    /// <summary>Makes an id of <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">The text is no user id.</exception>
    public static UserId Parse(string text) => TryParse(text, out var userId)
        ? userId
        : throw new FormatException($"A user id has 1 to {MaxLength} printable characters.");

    public override string ToString() => Value;
}
