using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>
/// Calls that have no place in <c>src/</c>: time that no test can drive, waits that block a thread, and catches that swallow without a word.
/// A thread that a component owns may block on asynchronous work, where the comment just above says so.
/// </summary>
internal static partial class BannedCalls
{
    /// <summary>How many lines above a blocking call its comment may stand.</summary>
    private const int LinesOfExcuse = 2;

    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files) =>
        files.Where(file => file.IsCSharp && file.IsIn("src")).SelectMany(CheckFile);

    private static IEnumerable<string> CheckFile(RepositoryFile file)
    {
        // Comments may name what the code may not call, so they are blanked; a catch may hold nothing but the comment that says why.
        var code = file with { Text = Comment().Replace(file.Text, comment => new string(' ', comment.Length)) };
        return Findings.Matches(code, Clock(), "takes the time from elsewhere than a TimeProvider")
            .Concat(Findings.Matches(code, Sleep(), "blocks a thread"))
            .Concat(Findings.Matches(code, Delay(), "waits by another clock than a TimeProvider"))
            .Concat(Findings.Matches(code, Blocking(), "blocks on asynchronous work", match => !SaysThatItBlocks(file, match.Index)))
            .Concat(Findings.Matches(file, EmptyCatch(), "swallows without a word"));
    }

    private static bool SaysThatItBlocks(RepositoryFile file, int index)
    {
        var line = file.LineOf(index);
        return file.Text.Split('\n')[Math.Max(0, line - 1 - LinesOfExcuse)..line].Any(text => Excuse().IsMatch(text));
    }

    [GeneratedRegex(@"//.*\bblock(?:s|ing)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Excuse();

    [GeneratedRegex(@"(?<!:)//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bDateTime(?:Offset)?\.(?:UtcNow|Now|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bThread\.(?:Sleep|SpinWait)\b")]
    private static partial Regex Sleep();

    /// <summary>A Task.Delay whose arguments, up to the end of the statement, name no clock.</summary>
    [GeneratedRegex(@"\bTask\.Delay\((?![^;]*(?:[tT]imeProvider|[cC]lock|\b_?[tT]ime\b))")]
    private static partial Regex Delay();

    [GeneratedRegex(@"\.Result\b(?!\s*(?:\(|=[^=]))|(?<!\bMonitor)\.Wait\(|\.GetAwaiter\(\)\s*\.GetResult\(\)|\bTask\.Wait(?:All|Any)\(")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bcatch\s*(?:\([^)]*\)\s*)?(?:when\s*\([^{]*\)\s*)?\{\s*\}")]
    private static partial Regex EmptyCatch();
}
