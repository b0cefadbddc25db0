using System.Text;

namespace Netra.Bench;

/// <summary>
/// The payload of every message: 256 bytes of JSON with three numbers at fixed places, so that nobody has to parse it: when the message was due, whose it
/// is, and its number among those to this user.
/// </summary>
internal static class LoadPayload
{
    /// <summary>All of it.</summary>
    public const int Length = 256;

    private const int DueDigits = 18;
    private const int UserDigits = 8;
    private const int NumberDigits = 10;
    private const int DueAt = 6;
    private const int UserAt = DueAt + DueDigits + 7;
    private const int NumberAt = UserAt + UserDigits + 7;

    /// <summary>One with all numbers 0.</summary>
    public static string Template { get; } = MakeTemplate();

    private static ReadOnlySpan<byte> Beginning => "{\"d\":\""u8;

    /// <summary>Whether these bytes are one of these payloads.</summary>
    public static bool IsOne(ReadOnlySpan<byte> payload) => payload.Length == Length && payload.StartsWith(Beginning);

    /// <summary>Writes the numbers into a payload.</summary>
    public static void Write(Span<byte> payload, long due, int user, long number)
    {
        Digits.Write(payload.Slice(DueAt, DueDigits), due);
        Digits.Write(payload.Slice(UserAt, UserDigits), user);
        Digits.Write(payload.Slice(NumberAt, NumberDigits), number);
    }

    /// <summary>When it was due, by the clock of this process.</summary>
    public static long Due(ReadOnlySpan<byte> payload) => Digits.Read(payload.Slice(DueAt, DueDigits));

    public static int User(ReadOnlySpan<byte> payload) => (int)Digits.Read(payload.Slice(UserAt, UserDigits));

    public static long Number(ReadOnlySpan<byte> payload) => Digits.Read(payload.Slice(NumberAt, NumberDigits));

    private static string MakeTemplate()
    {
        var text = new StringBuilder()
            .Append("{\"d\":\"").Append('0', DueDigits)
            .Append("\",\"u\":\"").Append('0', UserDigits)
            .Append("\",\"n\":\"").Append('0', NumberDigits)
            .Append("\",\"p\":\"");
        return text.Append('x', Length - text.Length - 2).Append("\"}").ToString();
    }
}
