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
        (await RunAsync("publish", User, "hello", "{")).AssertFails("The payload is no JSON");
        (await RunAsync("publish", User, "ping")).AssertFails("none of the protocol's own");
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
}
