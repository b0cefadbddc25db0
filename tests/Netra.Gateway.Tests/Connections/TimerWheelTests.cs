using CsCheck;

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
    public void Advance_TenThousandConnectionsDueAtOnce_AllocatesNothing()
    {
        const int Count = 10_000;
        var user = new FakeUser();
        _gateway.Request(user);
        var connections = Enumerable.Range(0, Count).Select(_ => _gateway.NewConnection(user)).ToList();
        foreach (var connection in connections) _gateway.Wheel.Add(connection);
        // None has begun: each is looked at in every step.
        _gateway.Pass(2);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++) _gateway.Wheel.Advance();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All(connections, connection => Assert.NotNull(connection.WheelSlot));
        foreach (var connection in connections) _gateway.Wheel.Remove(connection);
        Assert.All(connections, connection => Assert.Null(connection.WheelSlot));
    }

    [Fact]
    public void AddWakeRemove_InAnyOrder_EachLookedAtAsTheModelSays()
    {
        var user = new FakeUser();
        _gateway.Request(user);
        var connections = Enumerable.Range(0, 20).Select(_ => _gateway.NewConnection(user)).ToArray();
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 3]).Array[0, 200].Sample(
            steps =>
            {
                var present = new HashSet<Connection>();
                foreach (var (index, kind) in steps)
                {
                    var connection = connections[index];
                    if (kind == 0) _gateway.Wheel.Add(connection);
                    else if (kind == 1) _gateway.Wheel.Wake(connection);
                    else if (kind == 2) _gateway.Wheel.Remove(connection);
                    else _gateway.Wheel.Advance();
                    if (kind is 0 or 1) present.Add(connection);
                    else if (kind == 2) present.Remove(connection);
                }

                var scheduled = connections.Where(connection => connection.WheelSlot is not null).ToHashSet();
                var isRight = scheduled.SetEquals(present) && connections.All(connection => IsLinked(connection));
                foreach (var connection in connections) _gateway.Wheel.Remove(connection);
                return isRight;
            },
            threads: 1);
    }

    private static bool IsLinked(Connection connection) => connection.WheelSlot is not { } slot
        || ((connection.WheelPrevious is { } previous ? previous.WheelNext == connection : slot.First == connection)
            && (connection.WheelNext is not { } next || (next.WheelPrevious == connection && next.WheelSlot == slot)));

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
        var client = await (await _gateway.ConnectAsync(new FakeUser(), tokenLife: TimeSpan.FromSeconds(31))).GreetedAsync();
        await _gateway.Wheel.StartAsync(CancellationToken.None);
        await _gateway.Time.NextTimerAsync();

        _gateway.Time.Advance(TimeSpan.FromSeconds(1));

        await client.NextErrorAsync("token_expiring");
        await _gateway.Wheel.StopAsync(CancellationToken.None).WithinReason();
    }
}
