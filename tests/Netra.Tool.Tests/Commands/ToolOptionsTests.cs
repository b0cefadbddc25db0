namespace Netra.Tool.Tests;

public sealed class ToolOptionsTests(ToolHost host) : ToolTests(host)
{
    [Theory]
    [InlineData]
    [InlineData("publish")]
    [InlineData("dead-letters", "retry")]
    [InlineData("listen")]
    public async Task Help_OfAnyCommand_IsShown(params string[] command)
    {
        var result = await ToolProcess.RunAsync(null, [.. command, "--help"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("--json", result.Output, StringComparison.Ordinal);
        Assert.Contains(string.Join(' ', ["netra", .. command]), result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pass a user and a type, or --file.", "publish")]
    [InlineData("--limit must be a whole number from 0", "user", "messages", "alice", "--limit", "-1")]
    [InlineData("--url must be an address", "user", "alice", "--url", "nowhere")]
    [InlineData("neither query nor fragment", "user", "alice", "--url", "http://localhost:5080/?tenant=1")]
    [InlineData("Unrecognized command or argument '--what'", "user", "alice", "--what")]
    [InlineData("An API key is needed for example.invalid", "user", "alice", "--url", "http://example.invalid")]
    [InlineData("Pass a user.", "user")]
    public async Task Run_WrongArguments_SaysWhich(string because, params string[] arguments)
    {
        var result = await ToolProcess.RunAsync(null, arguments);

        result.AssertWrongUsage(because);
    }

    [Fact]
    public async Task Run_SettingsOfTheEnvironment_CountBehindTheCommandLine()
    {
        var environment = new Dictionary<string, string> { ["NETRA_URL"] = Host.BaseUrl, ["NETRA_KEY"] = "wrong" };

        (await ToolProcess.RunAsync(null, ["user", User], environment)).AssertFails("401 unauthorized");
        Assert.Equal(0, (await ToolProcess.RunAsync(null, ["user", User, "--key", NetraApi.DevelopmentKey], environment)).ExitCode);
    }

    [Fact]
    public async Task Run_NobodyListens_SaysSo()
    {
        var result = await ToolProcess.RunAsync(null, ["user", User, "--url", $"http://127.0.0.1:{FreePorts.Next()}", "--retries", "1", "--verbose"]);

        result.AssertFails("The server can't be reached");
        Assert.Contains("tried again", result.Error, StringComparison.Ordinal);
    }
}
