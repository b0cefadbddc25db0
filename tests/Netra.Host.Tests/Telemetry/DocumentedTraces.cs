using System.Text.RegularExpressions;

namespace Netra.Host.Tests;

/// <summary>The names in the tables of docs/traces.md.</summary>
/// <param name="Spans">Of spans; those of calls, which are named for their routes, are <see cref="Call"/>.</param>
/// <param name="Attributes">Of their attributes.</param>
internal sealed partial record DocumentedTraces(IReadOnlySet<string> Spans, IReadOnlySet<string> Attributes)
{
    public const string Call = "a call of the server API";

    public static DocumentedTraces Read()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Find()!, "docs", "traces.md"));
        return new DocumentedTraces(
            FirstCells(page, "| span |").Select(cell => NameOf(Names().Match(cell).Groups["name"].Value)).ToHashSet(),
            FirstCells(page, "| attribute |").SelectMany(cell => Attribute().Matches(cell)).Select(match => match.Groups["name"].Value).ToHashSet());
    }

    /// <summary>What the page has for the name of a span.</summary>
    public static string NameOf(string span) => span.Contains(" /", StringComparison.Ordinal) ? Call : span;

    /// <summary>Those of a table's rows, its head apart.</summary>
    private static IEnumerable<string> FirstCells(string page, string head)
    {
        var lines = page.Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|')).Skip(2).ToList();
        Assert.NotEmpty(lines);
        return lines.Select(line => line.Split('|')[1]);
    }

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Names();

    // What stands in brackets is a value.
    [GeneratedRegex(@"`(?<name>[a-z_]+(?:\.[a-z_]+)+)`")]
    private static partial Regex Attribute();
}
