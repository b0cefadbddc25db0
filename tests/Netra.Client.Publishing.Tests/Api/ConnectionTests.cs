namespace Netra.Client.Publishing.Tests;

public sealed class ConnectionTests(PublisherHost host) : PublisherHostTests(host)
{
    [Fact]
    public async Task DisconnectAsync_TwoConnections_CloseWithTheReason()
    {
        await using var one = await Host.ConnectAsync(User);
        await using var other = await Host.ConnectAsync(User);
        await ConnectionIdsAsync(2);

        await Publisher.DisconnectAsync(User, "signed out");

        var end = new SocketEnd((int)CloseCode.Disconnected, """{"reason":"signed out","reconnect":false}""");
        Assert.Equal([end, end], [await one.EndAsync(), await other.EndAsync()]);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public Task DisconnectConnectionAsync_NameOfAnotherPlace_IsRefused(string connection) =>
        Assert.ThrowsAsync<ArgumentException>(() => Publisher.DisconnectConnectionAsync(User, connection));

    [Fact]
    public async Task DisconnectConnectionAsync_OneOfTwo_ClosesThatOne()
    {
        await using var one = await Host.ConnectAsync(User);
        var id = Assert.Single(await ConnectionIdsAsync(1));
        await using var other = await Host.ConnectAsync(User);

        Assert.True(await Publisher.DisconnectConnectionAsync(User, id, reconnect: true));

        Assert.Equal(new SocketEnd((int)CloseCode.Disconnected, """{"reason":null,"reconnect":true}"""), await one.EndAsync());
        Assert.DoesNotContain(id, await ConnectionIdsAsync(1));
        Assert.False(await Publisher.DisconnectConnectionAsync(User, id));
    }

    [Fact]
    public async Task RevokeTokensAsync_Connected_ClosesWith4401()
    {
        await using var socket = await Host.ConnectAsync(User);
        await ConnectionIdsAsync(1);

        Assert.Equal(1, await Publisher.RevokeTokensAsync(User));

        Assert.Equal((int)CloseCode.Unauthorized, (await socket.EndAsync()).Code);
    }

    [Fact]
    public async Task RevokeTokenAsync_AnotherToken_ClosesNothing()
    {
        await using var socket = await Host.ConnectAsync(User);
        await ConnectionIdsAsync(1);

        Assert.Equal(0, await Publisher.RevokeTokenAsync(User, "another", DateTimeOffset.UtcNow.AddHours(1)));
        Assert.Single(await ConnectionIdsAsync(1));
    }

    [Fact]
    public async Task CreateTicketAsync_Ticket_ConnectsOnceAndIsNotShown()
    {
        var ticket = await Publisher.CreateTicketAsync(User, plan: "free");

        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, ticket.Text);

        Assert.Equal(User, (await socket.FindAsync(frame => frame.Type == "connection_established")).Payload.GetProperty("user_id").GetString());
        Assert.True(ticket.ExpiresAt > DateTimeOffset.UtcNow.AddSeconds(-30));
        Assert.DoesNotContain(ticket.Text, ticket.ToString(), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> ConnectionIdsAsync(int count)
    {
        await Eventually.IsAsync(count, async () => (await Publisher.GetUserAsync(User)).Connections.Count);
        return [.. (await Publisher.GetUserAsync(User)).Connections.Select(connection => connection.ConnectionId)];
    }
}
