using System.Text.Json;

namespace Netra.Tool.Tests;

public sealed class SocketCommandTests(ToolHost host) : ToolTests(host)
{
    [Fact]
    public async Task Send_Message_IsAcceptedOnce()
    {
        var first = await RunAsync("send", User, "chat_message", """{"content":"hi"}""", "--id", "m-1");
        var second = await RunAsync("send", User, "chat_message", """{"content":"hi"}""", "--id", "m-1", "--json");

        Assert.Equal((0, "accepted m-1 with the seq 1\n"), (first.ExitCode, first.Output));
        Assert.True(Assert.Single(second.AssertJson()).GetProperty("duplicate").GetBoolean());
        Assert.Equal("""{"content":"hi"}""", Assert.Single(await MessagesAsync()).Payload.GetRawText());
    }

    [Fact]
    public async Task Send_WithTheUsersToken_NeedsNoKey()
    {
        var environment = new Dictionary<string, string> { ["NETRA_TOKEN"] = await Host.Api.TokenAsync(User), ["NETRA_KEY"] = "wrong", ["NETRA_URL"] = Host.BaseUrl };

        var result = await ToolProcess.RunAsync(null, ["send", User, "note"], environment);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Send_TokenOrKeyThatIsNotTaken_SaysSo()
    {
        (await RunAsync("send", User, "note", "--token", "a.b.c")).AssertFails("The server does not take the token: token_malformed.");
        (await RunAsync("send", User, "note", "--key", "wrong")).AssertFails("401 unauthorized");
    }

    [Fact]
    public async Task Send_NobodyListens_GivesUpInTime()
    {
        var result = await ToolProcess.RunAsync(null, ["send", User, "note", "--timeout", "1", "--retries", "0", "--url", $"http://127.0.0.1:{FreePorts.Next()}"]);

        result.AssertFails("not accepted within 1 s");
    }

    [Fact]
    public async Task Listen_Count_ShowsThatManyAndEnds()
    {
        await Publisher.PublishBatchAsync(User, [new PublishMessage("a"), new PublishMessage("b", NetraJson.Parse("""{"n":1.50}""")), new PublishMessage("b")]);

        var lines = (await RunAsync("listen", User, "--start", "oldest", "--type", "b", "--count", "1", "--json")).AssertJson();

        var message = Assert.Single(lines);
        Assert.Equal(("b", 2L, """{"n":1.50}"""), (message.GetProperty("type").GetString(), message.GetProperty("seq").GetInt64(), message.GetProperty("payload").GetRawText()));
    }

    [Fact]
    public async Task Listen_UntilInterrupted_ShowsWhatComesAndEndsWell()
    {
        await Publisher.PublishAsync(User, new PublishMessage("first"));
        await using var tool = ToolProcess.Start(null, ["listen", User, "--json", "--url", Host.BaseUrl]);
        Assert.Equal("first", JsonElement.Parse(await tool.NextLineAsync()).GetProperty("type").GetString());

        await Publisher.PublishAsync(User, new PublishMessage("escape", NetraJson.Parse("""{"text":"\u001b[31mred"}""")));
        var line = await tool.NextLineAsync();
        tool.SendInterrupt();
        var result = await tool.EndAsync();

        Assert.Contains("\"escape\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("connecting", result.Error, StringComparison.Ordinal);
        await Eventually.IsAsync(0L, async () => (await Publisher.GetUserAsync(User)).Unread);
    }

    /// <summary>A client may send half of a surrogate pair as an escape: it is JSON.</summary>
    [Theory]
    [InlineData]
    [InlineData("--json")]
    public async Task Listen_IllFormedTextInAPayload_IsShownAsItCame(params string[] format)
    {
        var sent = await RunAsync("send", User, "note", """{"a":"\ud800"}""");
        Assert.Equal((0, ""), (sent.ExitCode, sent.Error));

        var result = await RunAsync(["listen", User, "--start", "oldest", "--count", "1", .. format]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("""{"a":"\ud800"}""", result.Output, StringComparison.Ordinal);
    }
}
