namespace Netra.Gateway.Tests;

public sealed class TimerWheelTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Advance_ManyConnections_EachPingedInItsOwnSecondAlone()
    {
        var clients = new List<TestClient>();
        var users = Enumerable.Range(0, 5).Select(i => new FakeUser { Name = $"u{i}" }).ToList();
        foreach (var user in users)
        {
            clients.Add(await (await _gateway.ConnectAsync(user)).GreetedAsync());
            await _gateway.PassAsync(3);
        }

        await _gateway.PassAsync(14);
        for (var i = 0; i < 5; i++)
        {
            _gateway.Publish(users[i], 1);
            await clients[i].NextAsync("note");
            await _gateway.PassAsync(1);
            await clients[i].NextAsync("ping");
            await _gateway.PassAsync(2);
        }
    }

    [Fact]
    public async Task Remove_Scheduled_IsNotLookedAtAnyMore()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.Wheel.Remove(_gateway.Connection);
        await _gateway.PassAsync(120);

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Add_Twice_LookedAtOnce()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();

        _gateway.Wheel.Add(_gateway.Connection);
        _gateway.Wheel.Add(_gateway.Connection);
        await _gateway.PassAsync(30);

        await client.NextAsync("ping");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Advance_DueBeyondTheWheel_StillDoneInTime()
    {
        _gateway.Options.HeartbeatInterval = TimeSpan.FromSeconds(200);
        _gateway.Options.HeartbeatTimeout = TimeSpan.FromSeconds(400);
        _gateway.Options.SlowConsumerTimeout = TimeSpan.FromSeconds(300);
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await _gateway.PassAsync(199);
        _gateway.Publish(user, 1);
        await _gateway.PassAsync(1);

        Assert.Equal(1, (await client.NextAsync("note")).Seq);
        await client.NextAsync("ping");
    }

    [Fact]
    public async Task ExecuteAsync_Started_AdvancesEverySecond()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser(), tokenLife: TimeSpan.FromSeconds(5))).GreetedAsync();
        await _gateway.Wheel.StartAsync(CancellationToken.None);
        await _gateway.Time.NextTimerAsync();

        _gateway.Time.Advance(TimeSpan.FromSeconds(1));

        await client.NextErrorAsync("token_expiring");
        await _gateway.Wheel.StopAsync(CancellationToken.None).WithinReason();
    }
}
