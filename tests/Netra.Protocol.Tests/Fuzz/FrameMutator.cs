using System.Text;

namespace Netra.Protocol.Tests;

/// <summary>Makes texts that are frames, nearly frames, or nothing of the kind. The same seed gives the same texts.</summary>
internal sealed class FrameMutator(int seed)
{
    private static readonly string[] Scalars =
    [
        "0", "-1", "1.5e3", "01", "true", "false", "null", "nul", "\"\"", "\"a\"", "\"ping\"", "\"error\"", "\"\\u0061\"", "\"\\ud800\"",
        "\"\\ud83d\\ude00\"", "\"😀\"", "\"\\x\"", "\"a\nb\"", "9007199254740993", "\"\\\"",
    ];

    private static readonly string[] Names = ["type", "id", "payload", "timestamp", "x", "\\u0074ype", "i\\u0064", "\\ud800", ""];

    private static readonly string[] Fragments = ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\n", "\r\n", " ", "\ufeff", "/*", "null", "é", "😀"];

    private readonly Random _random = new(seed);

    /// <summary>A text, in most cases valid JSON or close to it.</summary>
    public byte[] Next()
    {
        var text = new StringBuilder();
        WriteObject(text, depth: _random.Next(20) == 0 ? 60 : 0);
        var utf8 = Encoding.UTF8.GetBytes(text.ToString());
        for (var i = _random.Next(4); i > 0; i--) utf8 = Mutate(utf8);
        return utf8;
    }

    private void WriteObject(StringBuilder text, int depth)
    {
        text.Append('{');
        var members = _random.Next(5);
        for (var i = 0; i < members; i++)
        {
            if (i > 0) text.Append(_random.Next(8) == 0 ? " ,\n " : ",");
            text.Append('"').Append(Pick(Names)).Append("\":");
            WriteValue(text, depth + 1);
        }

        text.Append('}');
    }

    private void WriteValue(StringBuilder text, int depth)
    {
        switch (_random.Next(depth > 66 ? 6 : 9))
        {
            case 6:
                WriteObject(text, depth);
                break;
            case 7:
                text.Append('[');
                WriteValue(text, depth + 1);
                text.Append(']');
                break;
            case 8:
                var levels = _random.Next(10) == 0 ? _random.Next(58, 70) : _random.Next(4);
                text.Append('[', levels).Append(Pick(Scalars)).Append(']', levels);
                break;
            default:
                text.Append(Pick(Scalars));
                break;
        }
    }

    private byte[] Mutate(byte[] utf8)
    {
        var at = _random.Next(utf8.Length + 1);
        return _random.Next(5) switch
        {
            0 => utf8[..at],
            1 => [.. utf8[..at], .. Encoding.UTF8.GetBytes(Pick(Fragments)), .. utf8[at..]],
            2 when at < utf8.Length => [.. utf8[..at], .. utf8[(at + 1)..]],
            3 when at < utf8.Length => [.. utf8[..at], (byte)_random.Next(256), .. utf8[(at + 1)..]],
            _ => utf8,
        };
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
