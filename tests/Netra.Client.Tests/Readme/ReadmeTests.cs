namespace Netra.Client.Tests;

public sealed class ReadmeTests(ClientHost shared)
{
    [Fact]
    public void Readme_Example_IsTheOneThatRunsHere()
    {
        var root = RepositoryRoot.Find()!;
        var readme = File.ReadAllText(Path.Combine(root, "src", "Netra.Client", "README.md"));
        var source = File.ReadAllText(Path.Combine(root, "tests", "Netra.Client.Tests", "Readme", "ReadmeExample.cs"));

        var shown = Between(readme, "```csharp\n", "```");
        var run = string.Join('\n', Between(source, "// <example>\n", "// </example>").Split('\n').Select(line => line.Length > 8 ? line[8..] : line.TrimStart()));

        Assert.Equal(run, shown);
        Assert.InRange(shown.Split('\n').Length - 1, 5, 10);
    }

    [Fact]
    public async Task Readme_Example_SendsAndHearsItsMessage()
    {
        var user = HostClients.NewUser();
        using var console = new ExampleConsole();
        await ReadmeExample.RunAsync(shared.Process.BaseUrl + "/ws", async _ => await shared.Process.TokenAsync(user), console);

        var message = Assert.Single(await shared.Process.Api.AllMessagesAsync(user));
        Assert.Equal("""{"content":"hi"}""", message.PayloadText);
        Assert.Equal(["1 hi"], console.Lines);
    }

    private static string Between(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal) + from.Length;
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }
}
