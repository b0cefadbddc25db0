using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Netra.EndToEnd.Tests;

/// <summary>Text for people: it says something, and nothing of the server's inside (protocol section 6).</summary>
internal static partial class Plain
{
    /// <summary>As the server writes text.</summary>
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void AssertMessage(string message)
    {
        Assert.Matches(@"^\S.{8,300}\.$", message);
        Assert.DoesNotMatch(Inside(), message);
    }

    /// <summary>Names of types, members and name spaces, stack traces, paths, tokens.</summary>
    [GeneratedRegex(@"\b[A-Z]\w+\.[A-Z]\w+|Exception|Grain|Orleans|RocksDb|\bat [A-Z]\w+\.|\.cs\b|\.dll\b|(^|\s)/\w+/\w+|[A-Z]:\\|line \d+|\beyJ|0x[0-9a-f]{4}")]
    private static partial Regex Inside();
}
