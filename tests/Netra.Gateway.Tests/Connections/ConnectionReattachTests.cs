using Netra.Abstractions;

namespace Netra.Gateway.Tests;

public sealed class ConnectionReattachTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Reattach_Attached_GetsWhatWasMissed()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(2);
        user.Home = FakeSilo.AddressOf(7);

        _gateway.Command(user, ConnectionCommandKind.Reattach);

        await client.ExpectNotesAsync(1, 2);
        Assert.Equal(FakeSilo.AddressOf(7), _gateway.Connection.Home);
        Assert.Equal(1, _gateway.Counted("reattaches"));
    }

    [Theory]
    [InlineData(AttachStatus.Replaced, 4409)]
    [InlineData(AttachStatus.EpochChanged, 1012)]
    public async Task Reattach_Refused_ClosesWithItsCode(AttachStatus answer, int code)
    {
        var user = new RefusingUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Answer = answer;

        _gateway.Command(user, ConnectionCommandKind.Reattach);

        Assert.Equal(code, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Reattach_GrainUnavailable_TriesWithGrowingDelays()
    {
        var user = new UnavailableUser(FakeUser.Attach) { IsDown = false };
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.IsDown = true;
        user.Append(1);

        _gateway.Command(user, ConnectionCommandKind.Reattach);
        var delays = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            var delay = await _gateway.Time.NextTimerAsync();
            delays.Add((int)delay.TotalMilliseconds);
            user.IsDown = i < 7;
            _gateway.Time.Advance(delay);
        }

        await client.ExpectNotesAsync(1, 1);
        Assert.Equal([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000], delays);
        Assert.Equal(9, _gateway.Counted("reattaches"));
    }

    [Fact]
    public async Task Reattach_AskedTwiceAtOnce_OneAttach()
    {
        var user = new StalledUser(FakeUser.Attach);
        await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Stall();

        // On one scheduler, where what the first begins waits until the second has been asked for too.
        var (first, second) = await Task.Factory.StartNew(
            () => (_gateway.Connection.ReattachAsync(), _gateway.Connection.ReattachAsync()),
            CancellationToken.None,
            TaskCreationOptions.None,
            new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        await user.Calls.WaitForAsync(FakeUser.Attach, 2);
        user.Release();

        Assert.True(await first.WithinReason());
        Assert.True(await second.WithinReason());
        Assert.Equal(2, user.Calls.Count(FakeUser.Attach));
        Assert.Equal(1, _gateway.Counted("reattaches"));
    }

    [Fact]
    public async Task Reattach_ClientGoesMeanwhile_TakenOffTheListAgain()
    {
        var user = new StalledUser(FakeUser.Attach);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Stall();
        var reattach = _gateway.Connection.ReattachAsync();
        await user.Calls.WaitForAsync(FakeUser.Attach, 2);

        client.Cut();
        await client.Served;
        user.Release();

        Assert.False(await reattach.WithinReason());
        await user.Calls.WaitForAsync(FakeUser.Detach, 2);
        Assert.True(SpinWait.SpinUntil(() => user.Attached.Count == 0, Waiting.Patience));
    }
}
