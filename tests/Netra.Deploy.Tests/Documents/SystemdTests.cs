using System.Text.RegularExpressions;
using Netra.Host;

namespace Netra.Deploy.Tests;

/// <summary>What docs/deploying.md has operators write without Kubernetes.</summary>
public sealed partial class SystemdTests
{
    private static readonly string Section = SectionOf(RepositoryFolder.Read("docs/deploying.md"), "## Processes under systemd");

    [Theory]
    [InlineData("Silo")]
    [InlineData("Gateway")]
    public async Task Environment_OfTheExample_IsTakenByTheHost(string role)
    {
        var environment = Environments().Single(one => one["Netra__Role"] == role);

        Assert.Null(await HostAcceptance.RefusalAsync(environment));
    }

    [Fact]
    public void Firewall_OfTheExample_LetsThroughWhatThePageAsks()
    {
        var opened = Row().Matches(Section).SelectMany(row => Number().Matches(row.Groups["ports"].Value)).Select(port => port.Value).ToHashSet();
        var asked = Asked().Matches(Section).Select(match => match.Groups["port"].Value).Append($"{new ClusterSettings().SiloPort}").ToHashSet();

        Assert.Contains("5081", asked);
        Assert.Empty(asked.Except(opened));
    }

    /// <summary>The files of variables, in the page's order, with what the shell makes of them left as it stands.</summary>
    private static IEnumerable<Dictionary<string, string?>> Environments() => Block().Matches(Section)
        .Select(block => block.Groups["text"].Value)
        .Where(text => text.Contains("\nNetra__Role=", StringComparison.Ordinal))
        .Select(text => text.Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => (string?)pair[1].Replace("…", new string('a', 64), StringComparison.Ordinal)));

    private static string SectionOf(string page, string heading)
    {
        var start = page.IndexOf($"\n{heading}\n", StringComparison.Ordinal) + 1;
        var end = page.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return start > 0 && end > start ? page[start..end] : throw new InvalidOperationException($"The page has no section '{heading}'.");
    }

    [GeneratedRegex("```sh\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| (?<ports>[0-9, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"http://[^\s:]+:(?<port>[0-9]+)")]
    private static partial Regex Asked();
}
