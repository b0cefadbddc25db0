using System.Text.RegularExpressions;

namespace Netra.Host.Tests;

/// <summary>The page docs/traces.md has every span and attribute of the code, and no other.</summary>
[Collection(nameof(DocumentedHost))]
public sealed partial class TracesDocumentTests(DocumentedHost documented)
{
    private static readonly DocumentedTraces Page = DocumentedTraces.Read();

    [Fact]
    public async Task Spans_OfARunningHost_AreThoseOfThePage()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var spans = new SpanCollector();
        using var tab = await documented.ConnectAsync("traced", patience.Token);
        for (var i = 0; i < 2; i++) await CallAsync(HttpMethod.Post, "messages", """{"type":"note","id":"m-1"}""", patience.Token);
        await CallAsync(HttpMethod.Post, "messages", """{"type":5}""", patience.Token);
        await CallAsync(HttpMethod.Patch, "state", "{}", patience.Token);
        await tab.SendAsync("""{"type":"assistant_cancel","id":"c-1","payload":{}}""", patience.Token);
        await tab.ReadInOrderAsync(1, 2, patience.Token);
        using var replayed = await documented.ConnectAsync("traced", patience.Token, "&start=oldest");
        await replayed.ReadInOrderAsync(1, 2, patience.Token);

        // Spans end behind the answers.
        await UntilAsync(() => Page.Spans.SetEquals(spans.Names) && Page.Attributes.SetEquals(spans.Attributes), patience.Token);
        Assert.Equal(Page.Spans.Order(StringComparer.Ordinal), spans.Names.Order(StringComparer.Ordinal));
        Assert.Equal(Page.Attributes.Order(StringComparer.Ordinal), spans.Attributes.Order(StringComparer.Ordinal));
    }

    /// <summary>What no call above comes to is found in the source.</summary>
    [Fact]
    public void Names_InTheSource_StandOnThePage()
    {
        var files = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Find()!, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Where(text => text.Contains("NetraTracing", StringComparison.Ordinal) || text.Contains("SetTag(", StringComparison.Ordinal))
            .ToList();
        var attributes = files.SelectMany(text => Tags().Matches(text)).Select(match => match.Groups["name"].Value).ToHashSet();
        var names = files.SelectMany(text => Literals().Matches(text)).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.NotEmpty(attributes);
        Assert.Equal(Page.Attributes.Order(StringComparer.Ordinal), attributes.Order(StringComparer.Ordinal));
        Assert.Empty(names.Except(Page.Spans).Except(Page.Attributes));
    }

    private async Task CallAsync(HttpMethod method, string path, string body, CancellationToken patience)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1/users/traced/" + path, UriKind.Relative));
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, path == "state" ? "application/merge-patch+json" : "application/json");
        using var answer = await documented.Api.SendAsync(request, patience);
        Assert.True((int)answer.StatusCode is 200 or 400, answer.StatusCode.ToString());
    }

    private static async Task UntilAsync(Func<bool> isSo, CancellationToken patience)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!isSo()) await timer.WaitForNextTickAsync(patience);
        }
        catch (OperationCanceledException)
        {
            // The assertions say what is missing.
        }
    }

    [GeneratedRegex(@"SetTag\(\s*""(?<name>[^""]+)""")]
    private static partial Regex Tags();

    [GeneratedRegex(@"""(?<name>netra\.[a-z_]+)""")]
    private static partial Regex Literals();
}
