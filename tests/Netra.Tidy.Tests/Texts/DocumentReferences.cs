using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>Documents speak about the product, not about the numbers of a tracker that their readers can't see.</summary>
internal static partial class DocumentReferences
{
    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files) => files
        .Where(file => file.IsMarkdown)
        .SelectMany(file => Findings.Matches(file, TrackerNumber(), "the number of a tracker's entry"));

    [GeneratedRegex(@"\b(?:issues?|bugs?|PR|pull request|ticket|milestone)\s+(?:no\.?\s*)?#?\d+|(?<![\w&#/])#\d+(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex TrackerNumber();
}
