using System.Net.WebSockets;
using System.Text;

namespace Netra.Gateway.Tests;

/// <summary>Clients that try to hold or to burn what they can.</summary>
public sealed class ConnectionHostileTests : IAsyncDisposable
{
    /// <summary>An empty ping of the WebSocket, masked with zeros.</summary>
    private static readonly byte[] WirePing = [0x89, 0x80, 0, 0, 0, 0];

    private readonly TestGateway _gateway = new(options => options.MessagesPerSecond = 1);
    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Receive_FragmentsWithoutEnd_ClosesWith1009(string fragment)
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        for (var i = 0; i < 1_030; i++) await client.SendAsync(Encoding.UTF8.GetBytes(fragment), WebSocketMessageType.Text, endOfMessage: false);

        Assert.Equal(1009, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Receive_ManyFragmentsOfALargeMessage_IsOneMessage()
    {
        const int Parts = 1_200;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var message = Encoding.UTF8.GetBytes($$$"""{"type":"a","id":"m1","payload":{"x":"{{{new string('x', 200_000)}}}"}}""");

        // Parts of 167 bytes: more than the 1,024 that any message may have, and no more than one for each KiB beside.
        for (var i = 0; i < Parts; i++)
        {
            var (from, to) = (message.Length * i / Parts, message.Length * (i + 1) / Parts);
            await client.SendAsync(message[from..to], WebSocketMessageType.Text, i == Parts - 1);
        }

        Assert.Equal("m1", (await client.NextAsync("ack")).Id);
    }

    [Fact]
    public async Task Tick_MessageNeverEnds_ClosesWith4408WhateverStillComes()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("{ "u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false);
            await client.Server.FragmentsReadAsync(i + 1).WithinReason();
            _gateway.Pass(9);
        }

        Assert.DoesNotContain(_gateway.Log.Entries, entry => entry.Contains("did not finish", StringComparison.Ordinal));
        _gateway.Pass(4);

        Assert.Equal(4408, await client.CloseAndAnswerAsync());
        Assert.Equal("message not finished in time", client.Socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Tick_PingsOfTheWebSocket_AreLife()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        for (var i = 0; i < 4; i++)
        {
            await _gateway.PassAsync(40);
            await client.SendRawAsync(WirePing);
            _gateway.WaitUntilHeard();
        }

        for (var i = 0; i < 4; i++) await client.NextAsync("ping");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Tick_FloodOfPingsOfTheWebSocket_ClosesWith4429()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        // More than eleven frames of 131 bytes, which is what a rate of 1 allows.
        var flood = Enumerable.Repeat(WirePing, 300).SelectMany(ping => ping).ToArray();
        for (var second = 0; second < 40 && client.Socket.State == WebSocketState.Open; second++)
        {
            await client.SendRawAsync(flood);
            await client.SendAsync("""{"type":"ping"}""");
            if (await client.NextOrCloseAsync() is null) break;
            _gateway.Pass(1);
        }

        Assert.Equal(4429, (int?)client.Socket.CloseStatus);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await client.Served;
    }

    [Fact]
    public async Task Receive_FloodOfPingsBetweenTwoLooks_IsNotWaitedForTheNextLook()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var flood = Enumerable.Repeat(WirePing, 300).SelectMany(ping => ping).ToArray();
        await _gateway.PassAsync(1);
        var begun = _gateway.Time.NowMs;
        while (client.Socket.State == WebSocketState.Open)
        {
            await client.SendRawAsync(flood);
            await client.SendAsync("""{"type":"ping"}""");
            if (await client.NextOrCloseAsync() is null) break;
            _gateway.Pass(1);
        }

        Assert.Equal(4429, (int?)client.Socket.CloseStatus);
        Assert.InRange(_gateway.Time.NowMs - begun, 10_000, 13_000);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await client.Served;
    }

    [Fact]
    public async Task Tick_LargeMessageComesSlowlyButSteadily_IsHandled()
    {
        _gateway.Options.MessageBytesPerSecond = 1_000;
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var message = Encoding.UTF8.GetBytes($$$"""{"type":"a","id":"m1","payload":{"x":"{{{new string('x', 100_000)}}}"}}""");
        const int Parts = 10;

        // 10,000 bytes every 10 seconds: 100 seconds for the whole.
        for (var i = 0; i < Parts; i++)
        {
            var sent = message.Length * (i + 1) / Parts;
            await client.SendAsync(message[(message.Length * i / Parts)..sent], WebSocketMessageType.Text, i == Parts - 1);
            if (i == Parts - 1) break;
            Assert.True(SpinWait.SpinUntil(() => _gateway.Connection.MessageBytes == sent, Waiting.Patience));
            _gateway.Pass(10);
        }

        while (await client.NextAsync() is var frame && frame.Id != "m1") Assert.Equal("ping", frame.Type);
    }

    [Fact]
    public async Task Tick_LargeFrameThatDrainsSlowly_IsNotClosed()
    {
        const int Window = 16 * 1024;
        var client = await (await _gateway.ConnectAsync(_user, windowBytes: Window)).GreetedAsync();
        _gateway.Publish(_user, 1, padding: 300_000);

        // Its answer waits behind the frame, and whatever else the client sends behind that.
        await client.SendRawAsync(WirePing);

        // Each part within the time, the whole frame in many times as much.
        var (received, buffer) = (0, new byte[Window]);
        while (true)
        {
            var part = await client.Socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WithinReason();
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            received += part.Count;
            if (part.EndOfMessage) break;
            if (SpinWait.SpinUntil(() => _gateway.Traffic.LastProgressMs == _gateway.Time.NowMs, TimeSpan.FromMilliseconds(100))) _gateway.Pass(20);
        }

        Assert.True(_gateway.Time.NowMs - ObservedTime.Origin.ToUnixTimeMilliseconds() > 120_000, "The frame did not come slowly.");
        Assert.InRange(received, 300_000, 300_200);
        await client.SendAsync("""{"type":"ping","id":"barrier"}""");
        while ((await client.NextAsync()).Id != "barrier")
        {
        }
    }

    [Fact]
    public async Task Tick_LargeFrameThatStops_ClosesWith4413()
    {
        var client = await (await _gateway.ConnectAsync(_user, windowBytes: 16 * 1024)).GreetedAsync();
        _gateway.Publish(_user, 1, padding: 300_000);

        await _gateway.PassAsync(31);

        Assert.Equal(4413, await client.CloseAndAnswerAsync());
    }
}
