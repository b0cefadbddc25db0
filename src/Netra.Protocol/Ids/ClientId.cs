using System.Diagnostics.CodeAnalysis;

namespace Netra.Protocol;

/// <summary>Names a tab or device of a user, and with it the session (protocol section 1): <c>[A-Za-z0-9._-]{1,64}</c>.</summary>
public readonly record struct ClientId
{
    /// <summary>The longest client id, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private ClientId(string value) => _value = value;

    /// <summary>The id as text. Empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>A client id that nobody has had before.</summary>
    public static ClientId NewId() => new("c-" + Guid.CreateVersion7().ToString("n"));

    /// <summary>Makes an id of <paramref name="text"/>, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ClientId clientId)
    {
        var valid = text is { Length: >= 1 and <= MaxLength } && text.All(IsAllowed);
        clientId = valid ? new ClientId(text!) : default;
        return valid;
    }

    /// <summary>Makes an id of <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">The text is no client id.</exception>
    public static ClientId Parse(string text) => TryParse(text, out var clientId)
        ? clientId
        : throw new FormatException($"A client id has 1 to {MaxLength} characters of A-Z, a-z, 0-9, '.', '_' and '-'.");

    public override string ToString() => Value;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
