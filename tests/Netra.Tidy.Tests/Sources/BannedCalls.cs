using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>
/// Calls that have no place in <c>src/</c>: time that no test can drive, waits that block a thread, and catches that swallow without a word.
/// </summary>
internal static partial class BannedCalls
{
    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files) =>
        files.Where(file => file.IsCSharp && file.IsIn("src")).SelectMany(CheckFile);

    private static IEnumerable<string> CheckFile(RepositoryFile file)
    {
        // Comments may name what the code may not call, so they are blanked; a catch may hold nothing but the comment that says why.
        var code = file with { Text = Comment().Replace(file.Text, comment => new string(' ', comment.Length)) };
        return Findings.Matches(code, Clock(), "takes the time from elsewhere than a TimeProvider")
            .Concat(Findings.Matches(code, Sleep(), "blocks a thread"))
            .Concat(Findings.Matches(code, Delay(), "waits by another clock than a TimeProvider"))
            .Concat(Findings.Matches(code, Blocking(), "blocks on asynchronous work"))
            .Concat(Findings.Matches(file, EmptyCatch(), "swallows without a word"));
    }

    [GeneratedRegex(@"(?<!:)//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bDateTime(?:Offset)?\.(?:UtcNow|Now|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bThread\.(?:Sleep|SpinWait)\b")]
    private static partial Regex Sleep();

    /// <summary>A Task.Delay whose arguments, up to the end of the statement, name no clock.</summary>
    [GeneratedRegex(@"\bTask\.Delay\((?![^;]*(?:[tT]imeProvider|[cC]lock|_time\b))")]
    private static partial Regex Delay();

    [GeneratedRegex(@"\.Result\b(?!\s*(?:\(|=[^=]))|\.Wait\(|\.GetAwaiter\(\)\s*\.GetResult\(\)|\bTask\.Wait(?:All|Any)\(")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bcatch\s*(?:\([^)]*\)\s*)?(?:when\s*\([^{]*\)\s*)?\{\s*\}")]
    private static partial Regex EmptyCatch();
}
