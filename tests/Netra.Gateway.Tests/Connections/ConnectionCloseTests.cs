using System.Net.WebSockets;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class ConnectionCloseTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4321)]
    public async Task ClientClose_AnyCode_AnsweredWithItAndDetached(int code)
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await client.Socket.CloseOutputAsync((WebSocketCloseStatus)code, "bye", CancellationToken.None);

        Assert.Equal(code, await client.CloseCodeAsync());
        await client.Served;
        Assert.Empty(_user.Attached);
        Assert.Equal(1, _user.Calls.Count(FakeUser.Detach));
    }

    [Fact]
    public async Task ClientClose_BetweenFragments_Answered()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        await client.SendAsync("{\"ty"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false);

        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        Assert.Equal(1000, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task AbruptEnd_Always_Detaches()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        client.Cut();

        await client.Served;
        Assert.Empty(_user.Attached);
        Assert.Equal(0, _gateway.Hub.Count);
    }

    [Fact]
    public async Task AbruptEnd_DetachFails_EndsNevertheless()
    {
        var user = new UnavailableUser(FakeUser.Detach);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        client.Cut();

        await client.Served;
        Assert.Equal(0, _gateway.Hub.Count);
    }

    [Fact]
    public async Task Close_FramesQueuedBefore_GoOutFirst()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        _gateway.Publish(_user, 3);
        _gateway.Command(_user, ConnectionCommandKind.Close, code: CloseCode.Disconnected);

        await client.ExpectNotesAsync(1, 3);
        Assert.Equal(4410, await client.CloseAndAnswerAsync());
        Assert.Equal("test", client.Socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Close_Twice_FirstCodeCounts()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        _gateway.Command(_user, ConnectionCommandKind.Close, code: CloseCode.Replaced);
        _gateway.Command(_user, ConnectionCommandKind.Close, code: CloseCode.Disconnected);

        Assert.Equal(4409, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Close_FramesAfterIt_AreNotHandled()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        _gateway.Command(_user, ConnectionCommandKind.Close, code: CloseCode.Replaced);

        await client.SendAsync("""{"type":"late","id":"m1"}""");

        Assert.Equal(4409, await client.CloseAndAnswerAsync());
        Assert.Equal(0, _user.Calls.Count(FakeUser.Submit));
    }

    [Fact]
    public async Task Close_BadInputOfOne_OtherConnectionStays()
    {
        var bad = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var good = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await bad.SendAsync([0xff, 0xfe], WebSocketMessageType.Text);

        Assert.Equal(1007, await bad.CloseCodeAsync());
        await good.ExpectNothingAsync();
    }
}
