namespace Netra.Gateway.Tests;

/// <summary>The limits of a plan, and their change under open connections.</summary>
public sealed class ConnectionPlanTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Established_WithAPlan_SaysItsLimits()
    {
        _gateway.Plans.Change(("free:MaxMessageBytes", "4096"));

        var first = await (await _gateway.ConnectAsync(_user, plan: "free")).NextAsync("connection_established");

        Assert.Equal(
            """{"max_message_bytes":4096,"messages_per_second":10,"connections":3}""", first.Payload.GetProperty("limits").GetRawText());
        Assert.Equal(3, _user.AttachRequests[0].ConnectionLimit);
    }

    [Fact]
    public async Task Reload_RateFalls_HoldsForOpenConnectionsAtOnce()
    {
        var client = await (await _gateway.ConnectAsync(_user, plan: "free")).GreetedAsync();

        _gateway.Plans.Change(("free:MessagesPerSecond", "1"));
        for (var i = 0; i < 2; i++) await client.SendAsync("""{"type":"get_current_state"}""");

        await client.NextAsync("current_state");
        await client.NextErrorAsync("rate_limited");
    }

    [Fact]
    public async Task Reload_SizeFalls_HoldsForOpenConnectionsAtOnce()
    {
        var client = await (await _gateway.ConnectAsync(_user, plan: "free")).GreetedAsync();

        _gateway.Plans.Change(("free:MaxMessageBytes", "1024"));
        await client.SendAsync($$"""{"type":"a","x":"{{new string('x', 1_024)}}"}""");

        Assert.Equal(1009, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Reload_CountOfConnections_HoldsForNewOnes()
    {
        await (await _gateway.ConnectAsync(_user, plan: "free")).GreetedAsync();

        _gateway.Plans.Change(("free:ConnectionsPerUser", "7"));
        await (await _gateway.ConnectAsync(_user, plan: "free")).GreetedAsync();

        Assert.Equal([3, 7], _user.AttachRequests.Select(request => request.ConnectionLimit));
    }
}
