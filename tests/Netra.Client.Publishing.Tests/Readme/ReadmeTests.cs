using System.Text.RegularExpressions;

namespace Netra.Client.Publishing.Tests;

/// <summary>The README's examples compile, run against a host, and stand in the README as they are run.</summary>
public sealed partial class ReadmeTests(PublisherHost host) : PublisherHostTests(host)
{
    [Fact]
    public async Task Examples_OfTheReadme_Run()
    {
        await ReadmeExamples.FirstAsync(_ => Host.BaseUrl);
        await ReadmeExamples.ManyAsync(Publisher, [new("alice", 1), new("bob", 2), new("alice", 3)]);
        await ReadmeExamples.QueueAsync(Publisher);
        await ReadmeExamples.UserAsync(Publisher);

        var types = (await MessagesAsync("alice")).Select(message => message.Type);
        Assert.Equal(["order_shipped", "order_shipped", "order_shipped", "tick", "tock", "tick"], types.Where(type => type != "state_updated"));
        Assert.Equal("""{"theme":"light"}""", (await Publisher.GetStateAsync("alice")).State.GetRawText());
    }

    [Fact]
    public void Examples_OfTheReadme_AreThoseThatRun()
    {
        var root = RepositoryRoot.Find()!;
        var readme = File.ReadAllText(Path.Combine(root, "src", "Netra.Client.Publishing", "README.md"));
        var source = File.ReadAllText(Path.Combine(root, "tests", "Netra.Client.Publishing.Tests", "Readme", "ReadmeExamples.cs"));

        var run = Marked().Matches(source).Select(match => Indent().Replace(match.Groups["code"].Value, "").Replace("atTheTestsHost(\"http://localhost:5080\")", "\"http://localhost:5080\"", StringComparison.Ordinal));

        Assert.Equal(Fenced().Matches(readme).Select(match => match.Groups["code"].Value), run);
    }

    [GeneratedRegex(@"^ +// <(?<name>\w+)>\n(?<code>.*?)^ +// </\k<name>>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indent();

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
