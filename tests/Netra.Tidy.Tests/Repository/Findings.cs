using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>Turns what a check finds into words, and into a failure.</summary>
internal static class Findings
{
    /// <summary>Every match of a pattern, each with its place.</summary>
    public static IEnumerable<string> Matches(RepositoryFile file, Regex pattern, string what) => Matches(file, pattern, what, _ => true);

    /// <summary>Those matches of a pattern that count, each with its place.</summary>
    public static IEnumerable<string> Matches(RepositoryFile file, Regex pattern, string what, Func<Match, bool> counts) =>
        pattern.Matches(file.Text).Where(counts).Select(match => $"{file.At(match.Index)}: {what}: {match.Value.Trim()}");

    /// <summary>Fails with all findings when there are any.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var all = string.Join('\n', findings);
        Assert.True(all.Length == 0, all);
    }
}
