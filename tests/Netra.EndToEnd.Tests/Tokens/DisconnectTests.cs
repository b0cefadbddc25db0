namespace Netra.EndToEnd.Tests;

/// <summary>Connections that the application ends with 4410 (protocol sections 4 and 7).</summary>
public sealed class DisconnectTests(SharedHost shared) : SharedHostTests(shared)
{
    [Theory]
    [InlineData(null, """{"reason":null,"reconnect":false}""")]
    [InlineData("""{"reason":"moved","reconnect":true}""", """{"reason":"moved","reconnect":true}""")]
    [InlineData("""{"reason":"signed out"}""", """{"reason":"signed out","reconnect":false}""")]
    public async Task Disconnect_One_ItAloneClosesAndMayComeBack(string? body, string reason)
    {
        await using var one = await Host.ConnectAsync(User);
        await using var two = await Host.ConnectAsync(User);
        var connection = (await one.NextAsync()).Payload.GetProperty("connection_id").GetString();
        await two.ReceiveAsync("connection_established");

        Assert.Equal(204, (await Api.DisconnectAsync(User, connection, body)).Status);

        Assert.Equal(new SocketEnd(4410, reason), await one.EndAsync());
        await two.PingAsync();
        (await Api.DisconnectAsync(User, connection)).AssertProblem(404, "not_found");
        await using var again = await Host.ConnectAsync(User);
        Assert.Equal("connection_established", (await again.NextAsync()).Type);
    }

    [Fact]
    public async Task Disconnect_All_EveryTabClosesWithTheReason()
    {
        await using var one = await Host.ConnectAsync(User);
        await using var two = await Host.ConnectAsync(User);
        foreach (var socket in new[] { one, two }) await socket.ReceiveAsync("connection_established");
        var text = string.Concat(Enumerable.Repeat("příliš žluťoučký kůň ", 20));

        Assert.Equal(204, (await Api.DisconnectAsync(User, body: $$"""{"reason":"{{text}}","reconnect":true}""")).Status);

        foreach (var socket in new[] { one, two })
        {
            var end = await socket.EndAsync();
            Assert.Equal(4410, end.Code);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(end.Reason), 121, 123);
            Assert.StartsWith("""{"reason":"příliš žluťoučký kůň příliš""", end.Reason, StringComparison.Ordinal);
            Assert.EndsWith("\",\"reconnect\":true}", end.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Disconnect_NobodyThere_204ForAllAnd404ForOne()
    {
        Assert.Equal(204, (await Api.DisconnectAsync(User)).Status);
        (await Api.DisconnectAsync(User, Guid.NewGuid().ToString("n"))).AssertProblem(404, "not_found");
    }

    [Fact]
    public async Task Disconnect_ConnectionOfAnotherUser_404AndItGoesOn()
    {
        await using var socket = await Host.ConnectAsync("other-" + User);
        var connection = (await socket.NextAsync()).Payload.GetProperty("connection_id").GetString();

        (await Api.DisconnectAsync(User, connection)).AssertProblem(404, "not_found");

        await socket.PingAsync();
    }
}
