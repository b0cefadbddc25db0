using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>What happens to a connection whose user's grain has not answered its attach yet.</summary>
public sealed class ConnectionNotBegunTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly StalledUser _user = new(FakeUser.Attach);

    public ConnectionNotBegunTests() => _user.Stall();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Tick_TokenExpiringDuringTheAttach_EstablishedStillComesFirst()
    {
        var connecting = _gateway.ConnectAsync(_user, tokenLife: TimeSpan.FromSeconds(20));
        await _user.Calls.WaitForAsync(FakeUser.Attach);

        _gateway.Pass(5);
        _user.Release();

        var client = await (await connecting).GreetedAsync();
        await _gateway.PassAsync(1);
        await client.NextErrorAsync("token_expiring");
    }

    [Fact]
    public async Task Leave_DuringTheAttach_EstablishedStillComesFirst()
    {
        var connecting = _gateway.ConnectAsync(_user);
        await _user.Calls.WaitForAsync(FakeUser.Attach);

        var leaving = _gateway.Connection.LeaveAsync(0);
        _user.Release();

        var client = await connecting;
        await client.NextAsync("connection_established");
        Assert.Equal(1012, await client.CloseAndAnswerAsync());
        await leaving;
    }

    [Fact]
    public async Task Close_LongBeforeTheAttachIsAnswered_CutWhenTheClientDoesNotAnswer()
    {
        var connecting = _gateway.ConnectAsync(_user);
        await _user.Calls.WaitForAsync(FakeUser.Attach);
        _gateway.Command(_user, ConnectionCommandKind.Close, code: CloseCode.Replaced);

        _gateway.Pass(20);
        _user.Release();

        var client = await connecting;
        Assert.Equal(4409, await client.CloseCodeAsync());
        await client.IdleAsync();
        _gateway.Pass(6);
        await client.Served;
    }

    [Fact]
    public async Task Drain_BeginsDuringTheAttach_RefusedAndOffTheList()
    {
        var request = _gateway.Request(_user);
        var serving = _gateway.ServeAsync(request.Context);
        await _user.Calls.WaitForAsync(FakeUser.Attach);
        await _gateway.StartDrainAsync();

        _gateway.Lifetime.StopApplication();
        _user.Release();
        await serving.WithinReason();

        Assert.Equal(503, request.Context.Response.StatusCode);
        Assert.False(request.Upgrade.Accepted.IsCompleted);
        Assert.Empty(_user.Attached);
    }
}
