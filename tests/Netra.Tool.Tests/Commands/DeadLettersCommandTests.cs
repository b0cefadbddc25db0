namespace Netra.Tool.Tests;

public sealed class DeadLettersCommandTests(ToolHost host) : ToolTests(host)
{
    [Fact]
    public async Task Retry_All_PutsThemBack()
    {
        var brief = new PublishMessage("brief") { TimeToLive = TimeSpan.FromMilliseconds(1) };
        await Publisher.PublishBatchAsync(User, [brief, brief]);
        await Eventually.IsAsync(2L, async () => (await Publisher.GetUserAsync(User)).DeadLetters);

        var listed = (await RunAsync("dead-letters", "list", User, "--json")).AssertJson();
        var retried = await RunAsync("dead-letters", "retry", User, "--all");

        Assert.Equal([(1L, "expired"), (2L, "expired")], listed.Select(letter => (letter.GetProperty("seq").GetInt64(), letter.GetProperty("reason").GetString()!)));
        Assert.Equal((0, "1: back with the seq 3\n2: back with the seq 4\n"), (retried.ExitCode, retried.Output));
        Assert.Equal([3L, 4L], (await MessagesAsync()).Select(message => message.Seq));
    }

    [Fact]
    public async Task Retry_OneThatIsNotThere_Fails() => (await RunAsync("dead-letters", "retry", User, "7")).AssertFails("dead letter 7: 404 not_found");

    [Fact]
    public async Task Retry_ConnectionThatBreaks_TellsItAndTriesTheOthers()
    {
        var brief = new PublishMessage("brief") { TimeToLive = TimeSpan.FromMilliseconds(1) };
        await Publisher.PublishBatchAsync(User, [brief, brief]);
        await Eventually.IsAsync(2L, async () => (await Publisher.GetUserAsync(User)).DeadLetters);
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, Fault.AnswerLost);

        var result = await ToolProcess.RunAsync(null, ["dead-letters", "retry", User, "1", "2", "--url", proxy.Url]);

        Assert.Equal((1, "2: back with the seq 4\n"), (result.ExitCode, result.Output));
        Assert.StartsWith("dead letter 1: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_WithoutAKey_IsToldOnce() =>
        (await ToolProcess.RunAsync(null, ["dead-letters", "retry", User, "1", "2", "--url", "http://example.invalid"])).AssertWrongUsage("An API key is needed");
}
