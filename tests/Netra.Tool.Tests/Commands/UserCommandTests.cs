namespace Netra.Tool.Tests;

public sealed class UserCommandTests(ToolHost host) : ToolTests(host)
{
    [Fact]
    public async Task User_Connected_ShowsNumbersAndConnections()
    {
        await Publisher.PublishAsync(User, new PublishMessage("a"));
        await using var socket = await Host.ConnectAsync(User, "client_id=tab-1");
        await socket.FindAsync(frame => frame.Seq == 1);

        var text = await RunAsync("user", User);
        var json = Assert.Single((await RunAsync("user", User, "--json")).AssertJson());

        Assert.StartsWith($"{User}: seqs 1 to 1, 1 unread, 0 dead letters", text.Output, StringComparison.Ordinal);
        Assert.Contains("tab-1", text.Output, StringComparison.Ordinal);
        Assert.Equal((1L, "tab-1"), (json.GetProperty("head_seq").GetInt64(), json.GetProperty("connections")[0].GetProperty("client_id").GetString()));
    }

    [Fact]
    public async Task Messages_LimitAndAfter_AreKept()
    {
        await Publisher.PublishBatchAsync(User, Enumerable.Range(0, 5).Select(_ => new PublishMessage("a")));

        var lines = (await RunAsync("user", "messages", User, "--after", "1", "--limit", "2", "--json")).AssertJson();

        Assert.Equal([2L, 3L], lines.Select(line => line.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task Messages_TextThatATerminalWouldObey_IsEscaped()
    {
        await Publisher.PublishAsync(User, new PublishMessage("red\u001b[31m", NetraJson.Parse("{\"text\":\"\u009b31m\"}")));

        var result = await RunAsync("user", "messages", User);

        Assert.EndsWith("red\\u001b[31m  {\"text\":\"\\u009b31m\"}\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--json")]
    public async Task Messages_TextThatTurnsTheDirection_IsEscaped(params string[] format)
    {
        await Publisher.PublishAsync(User, new PublishMessage("note", NetraJson.Parse("{ \"text\":\n \"a\u202eb\u2066\u061c\u0085\\\" c\" }")));

        var result = await RunAsync(["user", "messages", User, .. format]);

        Assert.Contains("""a\u202eb\u2066\u061c\u0085\" c""", Assert.Single(result.Lines), StringComparison.Ordinal);
        if (format.Length > 0) Assert.Equal("a\u202eb\u2066\u061c\u0085\" c", result.AssertJson()[0].GetProperty("payload").GetProperty("text").GetString());
    }

    [Fact]
    public async Task DeleteMessage_Twice_FailsTheSecondTime()
    {
        await Publisher.PublishAsync(User, new PublishMessage("a"));

        Assert.Equal(0, (await RunAsync("user", "delete-message", User, "1")).ExitCode);
        (await RunAsync("user", "delete-message", User, "1")).AssertFails("There is no message with the seq 1.");
    }

    [Fact]
    public async Task Disconnect_Connected_ClosesWithTheReason()
    {
        await using var socket = await Host.ConnectAsync(User);
        await Eventually.IsAsync(1, async () => (await Publisher.GetUserAsync(User)).Connections.Count);

        Assert.Equal(0, (await RunAsync("user", "disconnect", User, "--reason", "maintenance", "--reconnect")).ExitCode);

        Assert.Equal(new SocketEnd(4410, """{"reason":"maintenance","reconnect":true}"""), await socket.EndAsync());
    }

    [Fact]
    public async Task Ticket_Made_Connects()
    {
        var ticket = (await RunAsync("user", "ticket", User)).Output.Trim();

        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, ticket);
        await socket.FindAsync(frame => frame.Type == "connection_established");
        Assert.Equal("""{"closed_connections":1}""", (await RunAsync("user", "revoke", User, "--json")).AssertOneJson());
        Assert.Equal(4401, (await socket.EndAsync()).Code);
    }
}
