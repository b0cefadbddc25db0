using System.Net.WebSockets;
using System.Text;

namespace Netra.Gateway.Tests;

public sealed class ConnectionInputTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(options => options.MaxMessageBytes = 10_000);
    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Receive_Binary_RefusedAndGoesOn()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await client.SendAsync([1, 2, 3], WebSocketMessageType.Binary);

        await client.NextErrorAsync("unsupported_data");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Receive_Empty_RefusedAndGoesOn()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await client.SendAsync("");

        await client.NextErrorAsync("empty_message");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Receive_EveryByteItsOwnFragment_IsOneMessage()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var bytes = Encoding.UTF8.GetBytes("""{"type":"chat","id":"m1","payload":{"text":"žluť"}}""");

        for (var i = 0; i < bytes.Length; i++) await client.SendAsync([bytes[i]], WebSocketMessageType.Text, i == bytes.Length - 1);

        Assert.Equal("m1", (await client.NextAsync("ack")).Id);
        Assert.Equal("""{"text":"žluť"}""", Encoding.UTF8.GetString(_user.Submitted[0].Payload.Span));
    }

    [Fact]
    public async Task Receive_AsLargeAsAllowed_Handled()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await client.SendAsync(MessageOf(10_000));

        Assert.Equal("m1", (await client.NextAsync("ack")).Id);
    }

    [Fact]
    public async Task Receive_TooLarge_ClosesWith1009WhileTheClientStillSends()
    {
        var client = await (await _gateway.ConnectAsync(_user, windowBytes: 4_096)).GreetedAsync();

        var sending = client.SendAsync(MessageOf(200_000));

        Assert.Equal(1009, await client.CloseCodeAsync());
        await sending;
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await client.Served;
        Assert.Empty(_user.Submitted);
        Assert.DoesNotContain(_gateway.Log.Entries, entry => entry.Contains("Cutting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Receive_TooLargeByOne_ClosesWith1009()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await client.SendAsync(MessageOf(10_001));

        Assert.Equal(1009, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Receive_TooLargeAndNoCloseAnswer_SocketIsCut()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        await client.SendAsync(MessageOf(10_001));
        Assert.Equal(1009, await client.CloseCodeAsync());
        // The close frame is out before the time for its answer begins.
        while (await _gateway.Time.NextTimerAsync() != _gateway.Options.CloseTimeout)
        {
        }

        _gateway.Pass(6);

        await client.Served;
    }

    private static string MessageOf(int bytes)
    {
        const string Start = "{\"type\":\"chat\",\"id\":\"m1\",\"payload\":{\"pad\":\"";
        return Start + new string('x', bytes - Start.Length - 3) + "\"}}";
    }
}
