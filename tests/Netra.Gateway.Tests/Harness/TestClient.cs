using System.Net.WebSockets;
using System.Text;

namespace Netra.Gateway.Tests;

/// <summary>A client that reads only when the test asks it to.</summary>
internal sealed class TestClient(DuplexStream stream, FakeUpgrade upgrade, Task serving) : IDisposable
{
    private readonly byte[] _buffer = new byte[1024 * 1024];

    public WebSocket Socket { get; } = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });

    /// <summary>The gateway's end of the socket.</summary>
    public WatchedSocket Server => upgrade.Socket!;

    /// <summary>Ends when the gateway waits for the next message and holds no buffer for it, or has done with the connection.</summary>
    public Task IdleAsync() => Task.WhenAny(upgrade.Socket!.IdleAsync(), serving).WithinReason();

    /// <summary>Ends when the gateway has done with the connection.</summary>
    public Task Served => serving.WithinReason();

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool endOfMessage = true) =>
        Socket.SendAsync(bytes, type, endOfMessage, CancellationToken.None).WithinReason();

    /// <summary>Sends bytes past the WebSocket: frames that it would not send.</summary>
    public Task SendRawAsync(byte[] bytes) => stream.WriteAsync(bytes).AsTask().WithinReason();

    /// <summary>The next frame. Fails when the socket closes instead.</summary>
    public async Task<ServerFrame> NextAsync()
    {
        var (type, length) = await ReceiveAsync();
        Assert.True(type == WebSocketMessageType.Text, $"Closed with {Socket.CloseStatus} {Socket.CloseStatusDescription}.");
        return ServerFrame.Parse(Encoding.UTF8.GetString(_buffer, 0, length));
    }

    public async Task<ServerFrame> NextAsync(string type)
    {
        var frame = await NextAsync();
        Assert.True(frame.Type == type, $"Expected {type}, got {frame}.");
        return frame;
    }

    /// <summary>The next frame; null when the socket closes instead.</summary>
    public async Task<ServerFrame?> NextOrCloseAsync()
    {
        var (type, length) = await ReceiveAsync();
        return type == WebSocketMessageType.Close ? null : ServerFrame.Parse(Encoding.UTF8.GetString(_buffer, 0, length));
    }

    /// <summary>The next frame is an error with this code.</summary>
    public async Task<ServerFrame> NextErrorAsync(string code)
    {
        var frame = await NextAsync("error");
        Assert.Equal(code, frame.Code);
        return frame;
    }

    /// <summary>The next frames are the durable ones from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public async Task ExpectNotesAsync(long first, long last)
    {
        for (var seq = first; seq <= last; seq++)
        {
            var frame = await NextAsync("note");
            Assert.Equal((seq, false), (frame.Seq, frame.IsExpedited));
        }
    }

    /// <summary>The next frames are those beside the log with these numbers.</summary>
    public async Task ExpectTypingAsync(int first, int last)
    {
        for (var number = first; number <= last; number++) Assert.Equal(number, (await NextAsync("typing")).Payload.GetProperty("n").GetInt32());
    }

    /// <summary>The next frame says that these seqs will not come.</summary>
    public async Task ExpectSkippedAsync(long from, long to, string reason) =>
        Assert.Equal($$"""{"from":{{from}},"to":{{to}},"reason":"{{reason}}"}""", (await NextAsync("skipped")).Payload.GetRawText());

    /// <summary>The next frames are durable ones ahead of their turn.</summary>
    public async Task ExpectExpeditedAsync(params IEnumerable<long> seqs)
    {
        foreach (var seq in seqs)
        {
            var frame = await NextAsync("note");
            Assert.Equal((seq, true), (frame.Seq, frame.IsExpedited));
        }
    }

    /// <summary>
    /// Skips what begins every connection: <c>connection_established</c> and <c>state_snapshot</c>. Then the gateway waits for the client: none of its threads
    /// still writes what came before.
    /// </summary>
    public async Task<TestClient> GreetedAsync()
    {
        await NextAsync("connection_established");
        await NextAsync("state_snapshot");
        await IdleAsync();
        return this;
    }

    /// <summary>Nothing waits before the answer to a <c>ping</c>.</summary>
    public async Task ExpectNothingAsync()
    {
        await SendAsync("""{"type":"ping","id":"barrier"}""");
        Assert.Equal("barrier", (await NextAsync("pong")).Id);
    }

    /// <summary>Reads until the close frame, and answers its code.</summary>
    public async Task<int> CloseCodeAsync()
    {
        while ((await ReceiveAsync()).Type != WebSocketMessageType.Close)
        {
        }

        return (int)Socket.CloseStatus!.Value;
    }

    /// <summary>Reads until the close frame, answers it, and waits until the gateway has done with the connection.</summary>
    public async Task<int> CloseAndAnswerAsync()
    {
        var code = await CloseCodeAsync();
        await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinReason();
        await Served;
        return code;
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Cut() => stream.Dispose();

    public void Dispose()
    {
        Cut();
        Socket.Dispose();
    }

    private async Task<(WebSocketMessageType Type, int Length)> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await Socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WithinReason();
            length += result.Count;
            if (result.EndOfMessage || result.MessageType == WebSocketMessageType.Close) return (result.MessageType, length);
        }
    }
}
