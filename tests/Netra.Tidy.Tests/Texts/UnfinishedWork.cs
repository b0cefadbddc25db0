using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>No file carries notes about work that is left.</summary>
internal static partial class UnfinishedWork
{
    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files) =>
        files.SelectMany(file => Findings.Matches(file, Note(), "a note about work that is left"));

    // The brackets keep this file from finding itself.
    [GeneratedRegex(@"\b(?:TO[D]O|FIX[M]E|HAC[K]|XX[X])\b|\bNotImplemented[E]xception\b")]
    private static partial Regex Note();
}
