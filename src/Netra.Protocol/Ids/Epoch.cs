using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Netra.Protocol;

/// <summary>
/// Names one unbroken history of a log. It changes only when the log lost history (protocol section 2): never by a restart or a crash.
/// 1 to 32 characters of <c>[A-Za-z0-9]</c>.
/// </summary>
public readonly record struct Epoch
{
    /// <summary>The longest epoch, in characters.</summary>
    public const int MaxLength = 32;

    /// <summary>An epoch that no log has: what stands for a text from a client that can't be an epoch.</summary>
    public static readonly Epoch Foreign = new("foreign");

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly string? _value;

    private Epoch(string value) => _value = value;

    /// <summary>The epoch as text. Empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>An epoch that no log has had: 60 random bits.</summary>
    public static Epoch NewEpoch() => new(RandomNumberGenerator.GetString(Alphabet, 12));

    /// <summary>Makes an epoch of <paramref name="text"/>, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Epoch epoch)
    {
        var valid = text is { Length: >= 1 and <= MaxLength } && text.All(char.IsAsciiLetterOrDigit);
        epoch = valid ? new Epoch(text!) : default;
        return valid;
    }

    /// <summary>
    /// Reads the epoch that a client says it had. To clients an epoch is opaque, so text that can be none is not malformed: it is
    /// <see cref="Foreign"/>, and leads to a reset as every epoch does that is not the present one.
    /// </summary>
    public static Epoch OfClient(string text) => TryParse(text, out var epoch) ? epoch : Foreign;

    /// <summary>Makes an epoch of <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">The text is no epoch.</exception>
    public static Epoch Parse(string text) => TryParse(text, out var epoch)
        ? epoch
        : throw new FormatException($"An epoch has 1 to {MaxLength} letters and digits.");

    public override string ToString() => Value;
}
