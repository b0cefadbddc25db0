using System.Text;

namespace Netra.Protocol.Tests;

/// <summary>Makes texts that are frames, nearly frames, or nothing of the kind. The same random numbers make the same texts.</summary>
internal sealed class FrameGenerator(Random random)
{
    private static readonly string[] Scalars =
    [
        "0", "-1", "1.5e3", "01", "true", "false", "null", "nul", "\"\"", "\"a\"", "\"ping\"", "\"error\"", "\"\\u0061\"", "\"\\ud800\"",
        "\"\\ud83d\\ude00\"", "\"😀\"", "\"\\x\"", "\"a\nb\"", "9007199254740993", "\"\\\"",
    ];

    private static readonly string[] Names = ["type", "id", "payload", "timestamp", "x", "seq", "version", "messages", "user_id", "ttl_ms", "\\u0074ype", "i\\u0064", "\\ud800", ""];

    /// <summary>A text, in most cases valid JSON or close to it.</summary>
    public byte[] Next()
    {
        var text = new StringBuilder();
        WriteObject(text, depth: random.Next(20) == 0 ? 60 : 0);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void WriteObject(StringBuilder text, int depth)
    {
        text.Append('{');
        var members = random.Next(5);
        for (var i = 0; i < members; i++)
        {
            if (i > 0) text.Append(random.Next(8) == 0 ? " ,\n " : ",");
            text.Append('"').Append(Pick(Names)).Append("\":");
            WriteValue(text, depth + 1);
        }

        text.Append('}');
    }

    private void WriteValue(StringBuilder text, int depth)
    {
        switch (random.Next(depth > 66 ? 6 : 9))
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
                var levels = random.Next(10) == 0 ? random.Next(58, 70) : random.Next(4);
                text.Append('[', levels).Append(Pick(Scalars)).Append(']', levels);
                break;
            default:
                text.Append(Pick(Scalars));
                break;
        }
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
