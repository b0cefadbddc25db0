using System.Text;

namespace Netra.Client.Publishing;

/// <summary>Text that goes to the server as it is, or not at all: half of a surrogate pair has no UTF-8, and what is usually written in its place would make two ids one.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is called to people.</param>
    /// <param name="parameter">The parameter that brought it.</param>
    /// <exception cref="ArgumentException">It has half of a surrogate pair.</exception>
    public static byte[] ToUtf8(string text, string what, string parameter)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException($"{what} is well-formed Unicode; at its character {exception.Index} is half of a surrogate pair.", parameter, exception);
        }
    }

    /// <summary>Throws for what has no UTF-8.</summary>
    /// <inheritdoc cref="ToUtf8"/>
    public static void Check(string? text, string what, string parameter)
    {
        if (text is not null) ToUtf8(text, what, parameter);
    }
}
