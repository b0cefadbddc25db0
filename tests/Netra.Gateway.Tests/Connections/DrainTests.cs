namespace Netra.Gateway.Tests;

public sealed class DrainTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Begin_OpenConnection_ServedUntilItsDelayIsOverThenClosedWith1012()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await _gateway.StartDrainAsync();

        _gateway.Lifetime.StopApplication();

        var reconnect = await client.NextAsync("reconnect");
        var afterMs = reconnect.Payload.GetProperty("after_ms").GetInt32();
        Assert.InRange(afterMs, 0, 250);
        Assert.Equal("draining", reconnect.Payload.GetProperty("reason").GetString());
        if (afterMs > 0)
        {
            await client.ExpectNothingAsync();
            _gateway.Publish(user, 1);
            await client.ExpectNotesAsync(1, 1);
        }

        _gateway.Time.Advance(TimeSpan.FromMilliseconds(afterMs));
        Assert.Equal(1012, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task IsDraining_NewUpgrade_RefusedWith503()
    {
        _gateway.Lifetime.StopApplication();
        var request = _gateway.Request(new FakeUser());

        await _gateway.ServeAsync(request.Context);

        Assert.Equal(503, request.Context.Response.StatusCode);
        Assert.Contains(request.Context.Response.Headers.RetryAfter.ToString(), new[] { "1", "2" });
    }

    [Fact]
    public async Task Begin_BetweenTheChecksAndTheHub_RefusedInsteadOfForgotten()
    {
        var request = _gateway.Request(new FakeUser());
        await _gateway.StartDrainAsync();
        _gateway.Users.Asked = _gateway.Lifetime.StopApplication;

        var serving = _gateway.ServeAsync(request.Context);
        await Task.WhenAny(serving, request.Upgrade.Accepted).WithinReason();
        request.Stream.Dispose();
        await serving.WithinReason();

        Assert.Equal(503, request.Context.Response.StatusCode);
    }

    [Fact]
    public async Task Begin_AlreadyStoppingAtStart_BeginsAtOnce()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();
        _gateway.Lifetime.StopApplication();

        await _gateway.StartDrainAsync();

        await client.NextAsync("reconnect");
    }

    [Fact]
    public async Task LeaveAsync_NoDelay_ReconnectThen1012()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();

        await _gateway.Connection.LeaveAsync(0);

        await client.NextAsync("reconnect");
        Assert.Equal(1012, await client.CloseAndAnswerAsync());
    }
}
