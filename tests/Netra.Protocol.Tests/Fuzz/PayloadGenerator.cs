using System.Text;

namespace Netra.Protocol.Tests;

/// <summary>Makes payloads of control frames, with every member that one has.</summary>
internal static class PayloadGenerator
{
    private static readonly string[] Names =
    [
        "version", "patch", "ops", "updates", "v\\u0065rsion", "other", "seq", "last_seq", "epoch", "token", "after", "limit",
    ];

    private static readonly string[] Values =
    [
        "0", "7", "-1", "-0", "1.5", "1000", "1001", "9007199254740991", "9007199254740992", "9223372036854775808", "1e3", "null", "true", "\"7\"", "\"\"",
        "\"\\ud800\"", "\"0123456789ab\"", "{}", "{\"a\":{\"version\":1}}", "[]", "[{\"op\":\"x\"}]", "[[]]",
    ];

    public static byte[] Next(Random random)
    {
        // Mostly the members of one kind of frame, so that payloads in order come up.
        var first = random.Next(Names.Length);
        var few = random.Next(3) > 0;
        var members = Enumerable.Range(0, random.Next(6)).Select(i =>
            $"\"{Names[few ? (first + i) % Names.Length : random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}");
        return Encoding.UTF8.GetBytes($"{{{string.Join(random.Next(4) == 0 ? " ,\n" : ",", members)}}}");
    }
}
