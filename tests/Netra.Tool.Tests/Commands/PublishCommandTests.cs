using System.Text.Json;

namespace Netra.Tool.Tests;

public sealed class PublishCommandTests(ToolHost host) : ToolTests(host)
{
    [Fact]
    public async Task Publish_Message_IsStored()
    {
        var result = await RunAsync("publish", User, "hello", """{"text":"hi"}""", "--id", "a", "--priority", "high", "--ttl", "60");

        Assert.Equal((0, "published a with the seq 1\n", ""), (result.ExitCode, result.Output, result.Error));
        var stored = Assert.Single(await MessagesAsync());
        Assert.Equal(("hello", "a", """{"text":"hi"}"""), (stored.Type, stored.Id, stored.Payload.GetRawText()));
    }

    [Fact]
    public async Task Publish_SameIdAgain_SaysSoInJson()
    {
        await RunAsync("publish", User, "hello", "--id", "a");

        Assert.Equal("""{"id":"a","seq":1,"duplicate":true}""", (await RunAsync("publish", User, "hello", "--id", "a", "--json")).AssertOneJson());
        Assert.Single(await MessagesAsync());
    }

    [Fact]
    public async Task Publish_PayloadFromStandardInput_IsRead()
    {
        var result = await RunWithInputAsync("""{"n":1}""", "publish", User, "note", "-", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("""{"n":1}""", Assert.Single(await MessagesAsync()).Payload.GetRawText());
    }

    [Fact]
    public async Task Publish_Ephemeral_HasNoSeq() =>
        Assert.Contains("\"seq\":null", (await RunAsync("publish", User, "typing", "--ephemeral", "--json")).AssertOneJson(), StringComparison.Ordinal);

    [Fact]
    public async Task Publish_WrongInput_IsToldInOneLine()
    {
        (await RunAsync("publish", User, "hello", "{")).AssertWrongUsage("The payload is no JSON");
        (await RunAsync("publish", User, "ping")).AssertWrongUsage("none of the protocol's own");
    }

    [Fact]
    public async Task Publish_AnswerThatSaysNothing_IsAnError()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, (_, _) => Fault.Empty);

        (await ToolProcess.RunAsync(null, ["publish", User, "hello", "--url", proxy.Url])).AssertFails("The server's answer is invalid");
        var file = await ToolProcess.RunAsync(Lines(2), ["publish", "--file", "-", "--url", proxy.Url]);

        Assert.Equal((1, "0 published, 0 already there, 0 failed, 2 not known\n"), (file.ExitCode, file.Output));
    }

    [Fact]
    public async Task Publish_Verbose_WritesNothingThatATerminalObeys()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, (_, _) => Fault.TooLarge);

        var result = await ToolProcess.RunAsync(Lines(1), ["publish", "--file", "-", "--verbose", "--url", proxy.Url]);

        Assert.Equal(2, result.Error.Split("by the \\u001b[31mproxy\\u202e").Length - 1);
        Assert.DoesNotContain(result.Error, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
    }

    [Fact]
    public async Task Publish_File_SaysOfEachLineWhatBecameOfIt()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file,
            [
                $$$"""{"user_id":"{{{User}}}","type":"note","payload":{"n":1}}""",
                $$"""{"user_id":"{{User}}"}""",
                "",
                $$$"""{"user_id":"{{{User}}}","type":"note","id":"own","payload":{"n":2},"priority":"low","ttl_ms":60000}""",
                "no json",
            ]);

            var first = await RunAsync("publish", "--file", file, "--ids", "run", "--json");
            var second = await RunAsync("publish", "--file", file, "--ids", "run");

            Assert.Equal(["""{"line":1,"id":"run-1","seq":1}""", """{"line":4,"id":"own","seq":2}"""], first.Lines);
            Assert.Contains("""{"error":{"code":null,"message":"'type' is missing.","where":"line 2"}}""", first.Error, StringComparison.Ordinal);
            Assert.Contains("\"where\":\"line 5\"", first.Error, StringComparison.Ordinal);
            Assert.Equal((1, 1), (first.ExitCode, second.ExitCode));
            Assert.Equal("0 published, 2 already there, 2 failed\n", second.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Publish_ManyFromStandardInput_AreStoredInOrder()
    {
        const int count = 900;
        var lines = string.Join('\n', Enumerable.Range(0, count).Select(n => $$$"""{"user_id":"{{{User}}}","type":"note","payload":{"n":{{{n}}}}}"""));

        var result = await RunWithInputAsync(lines, "publish", "--file", "-");

        Assert.Equal((0, $"{count} published, 0 already there, 0 failed\n"), (result.ExitCode, result.Output));
        Assert.Equal(Enumerable.Range(0, count), (await MessagesAsync()).Select(message => message.Payload.GetProperty("n").GetInt32()));
    }

    [Fact]
    public async Task Publish_FileWithOptions_CountForLinesThatSayNothingElse()
    {
        var lines = $$"""
            {"user_id":"{{User}}","type":"quiet","ttl_ms":60000,"priority":"normal","durable":true}
            {"user_id":"{{User}}","type":"brief","durable":true}
            {"user_id":"{{User}}","type":"passing"}
            """;

        var result = await RunWithInputAsync(lines, "publish", "--file", "-", "--ttl", "0.001", "--priority", "critical", "--ephemeral", "--json");

        Assert.Equal([1L, 2L, null], result.AssertJson().Select(line => line.GetProperty("seq").ValueKind == JsonValueKind.Null ? (long?)null : line.GetProperty("seq").GetInt64()));
        await Eventually.IsAsync(1L, async () => (await Publisher.GetUserAsync(User)).DeadLetters);
        var letter = Assert.Single(await Publisher.GetDeadLettersAsync(User).ToListAsync());
        Assert.Equal(("brief", "expired"), (letter.Message.GetProperty("type").GetString(), letter.Reason));
    }

    [Theory]
    [InlineData("have their own ids", "--file", "-", "--id", "a")]
    [InlineData("--ids is for --file", "alice", "note", "--ids", "a")]
    [InlineData("--ttl must be from 0.001 to 315360000 seconds, not '1e300'", "alice", "note", "--ttl", "1e300")]
    [InlineData("--ttl must be from", "--file", "-", "--ttl", "0")]
    [InlineData("--ttl must be from", "alice", "note", "--ttl", "NaN")]
    public async Task Publish_OptionsThatMeanNothing_AreWrongUsage(string because, params string[] arguments) =>
        (await RunAsync(["publish", .. arguments])).AssertWrongUsage(because);

    [Fact]
    public async Task Publish_FileWithIllFormedText_TellsTheLinesAndPublishesTheOthers()
    {
        var lines = $$$"""
            {"user_id":"\ud800","type":"note"}
            {"user_id":"{{{User}}}","type":"\udc00"}
            {"user_id":"{{{User}}}","type":"note","id":"\ud800"}
            {"user_id":"{{{User}}}","type":"note","\ud800":1}
            {"user_id":"{{{User}}}","type":"note","ttl_ms":9000000000000000000}
            {"user_id":"{{{User}}}","type":"note","payload":{"a":"\ud800"}}
            """;

        var result = await RunWithInputAsync(lines, "publish", "--file", "-");

        Assert.Equal((1, "1 published, 0 already there, 5 failed\n"), (result.ExitCode, result.Output));
        Assert.Equal(["line 1", "line 2", "line 3", "line 4", "line 5"], result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]));
    }

    /// <summary>The end of the input once began a time after which what was under way was given up.</summary>
    [Fact]
    public async Task Publish_FileWithAnswersThatTakeLong_WaitsForEachOfThem()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, Fault.Slow);

        var result = await ToolProcess.RunAsync(Lines(3), ["publish", "--file", "-", "--url", proxy.Url]);

        Assert.Equal((0, "3 published, 0 already there, 0 failed\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Publish_FileInterrupted_SaysOfHowManyWhatBecame()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, Fault.None, Fault.Silent, Fault.Silent, Fault.Silent);
        await using var tool = ToolProcess.Start(null, ["publish", "--file", "-", "--json", "--url", proxy.Url], isInputOpen: true);
        tool.Type(Lines(1));
        Assert.Contains("\"seq\":1", await tool.NextLineAsync(), StringComparison.Ordinal);
        tool.Type(Lines(1));
        await Eventually.IsAsync(2, () => Task.FromResult(proxy.Bodies.Count));

        tool.Type(Lines(2));
        tool.Type("no json\n");
        await tool.NextErrorAsync("\"where\":\"line 5\"");
        tool.SendInterrupt();
        var result = await tool.EndAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("nothing behind line 5 was read. 1 published, 0 already there, 1 failed, 1 not known, 2 not sent.", result.Error, StringComparison.Ordinal);
        Assert.Single(await MessagesAsync());
    }

    private string Lines(int count) => string.Concat(Enumerable.Repeat($$"""{"user_id":"{{User}}","type":"note"}""" + "\n", count));
}
