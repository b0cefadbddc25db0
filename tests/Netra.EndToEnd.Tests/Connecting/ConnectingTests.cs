using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace Netra.EndToEnd.Tests;

/// <summary>How a connection comes about: what each side sends, in how many steps, and what it is called meanwhile (protocol sections 1 and 2.1).</summary>
public sealed partial class ConnectingTests(SharedHost shared) : BehaviourTests(shared)
{
    [Fact]
    public async Task SuccessfulUpgrade_WithAToken_IsAnsweredBy101AndTheFirstFrames()
    {
        var token = TestToken.For(User);
        await using var raw = await RawConnection.OpenAsync(Host.Port);

        await raw.SendAsync(Request(token, $"Sec-WebSocket-Protocol: netra.v1, bearer.{token}", "Sec-WebSocket-Extensions: permessage-deflate"));

        var head = (await raw.ReadHeadAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", head[0]);
        Assert.Equal(
            ["Connection: Upgrade", $"Sec-WebSocket-Accept: {RawConnection.Accept}", "Sec-WebSocket-Protocol: netra.v1", "Upgrade: websocket"],
            head.Skip(1).Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var first = await raw.ReadTextAsync();
        Assert.Equal(
            """{"type":"connection_established","timestamp":*,"payload":{"protocol":"netra.v1","connection_id":*,"user_id":"alice","client_id":*,"epoch":*"""
                + ""","head_seq":0,"oldest_seq":0,"resumed":false,"replay_from":null,"replay_to":null,"reset_reason":null,"state_version":0,"token_expires_at":*"""
                + ""","heartbeat":{"interval_ms":30000,"timeout_ms":60000},"limits":{"max_message_bytes":262144,"messages_per_second":50,"connections":5}}}""",
            Made().Replace(first.Text, "\"$1\":*").Replace(User, "alice", StringComparison.Ordinal));
        Assert.Equal([first.Payload.GetProperty("connection_id").GetString()!], await Calls.ConnectionIdsAsync());
        Assert.Equal("""{"type":"state_snapshot","timestamp":*,"payload":{"version":0,"state":{}}}""", Made().Replace((await raw.ReadTextAsync()).Text, "\"$1\":*"));
    }

    /// <summary>What makes connecting quick wherever the client is: one TCP connection, one request, and the server speaks first.</summary>
    [Fact]
    public async Task ConnectTime_InRoundTrips_IsOneRequest()
    {
        await using var network = TcpRelay.To(Host);
        await using var raw = await RawConnection.OpenAsync(network.Port);
        var request = Request(TestToken.For(User));

        await raw.SendAsync(request);
        await raw.ReadHeadAsync();
        Assert.Equal("connection_established", (await raw.ReadTextAsync()).Type);
        Assert.Equal("state_snapshot", (await raw.ReadTextAsync()).Type);

        Assert.Equal((1, request.Length), (network.Connections, network.BytesToHost));
    }

    [Fact]
    public async Task StateTransitions_FromConnectingToClosed_AreSeenByTheClientAndTheApi()
    {
        await using var network = TcpRelay.To(Host);
        using var patience = new CancellationTokenSource(Patience.Short);
        using var socket = new ClientWebSocket();
        Assert.Equal(WebSocketState.None, socket.State);

        network.HoldToHost();
        var connecting = socket.ConnectAsync(UriOf(network.BaseUrl), patience.Token);
        Assert.Equal(WebSocketState.Connecting, socket.State);
        Assert.Empty(await Calls.ConnectionIdsAsync());

        network.Release();
        await connecting;
        Assert.Equal(WebSocketState.Open, socket.State);
        Assert.Single(await Calls.ConnectionIdsAsync());

        // The server's part is done while its answer is still under way.
        network.HoldToClient();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        Assert.Equal(WebSocketState.CloseSent, socket.State);
        await Calls.AssertConnectionsAsync(0);
        Assert.Equal(WebSocketState.CloseSent, socket.State);

        network.Release();
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType != WebSocketMessageType.Close) Assert.Equal(WebSocketState.CloseSent, socket.State);
        Assert.Equal((WebSocketState.Closed, WebSocketCloseStatus.NormalClosure), (socket.State, socket.CloseStatus));
    }

    [Fact]
    public async Task BothDirections_AtOnce_LoseNothing()
    {
        const int Each = 40;
        await using var socket = await Host.ConnectAsync(User);

        var sending = Task.Run(async () =>
        {
            for (var n = 0; n < Each; n++) await socket.SendMessageAsync("up", $$"""{"n":{{n}}}""", $"up-{n}");
        });
        for (var n = 0; n < Each; n++) await Api.PublishAsync(User, "down", $$"""{"n":{{n}}}""");
        await sending;

        var frames = (await socket.UntilAsync(2 * Each)).Where(frame => frame.Seq is not null).ToList();
        Assert.Equal(Enumerable.Range(1, 2 * Each).Select(seq => (long?)seq), frames.Select(frame => frame.Seq));
        foreach (var type in new[] { "up", "down" })
            Assert.Equal(Enumerable.Range(0, Each), frames.Where(frame => frame.Type == type).Select(frame => frame.Payload.GetProperty("n").GetInt32()));
        for (var n = 0; n < Each; n++)
        {
            var ack = await socket.FindAsync(frame => frame.Type == "ack" && frame.Id == $"up-{n}");
            Assert.Equal(frames.Single(frame => frame.Id == ack.Id).Seq, ack.Payload.GetProperty("seq").GetInt64());
        }
    }

    [Fact]
    public async Task RoundTrip_OfAMessage_BringsItBackAsItWas()
    {
        const string Payload = """{"text":"grüße 😀 \u0000 \"","n":1.50,"deep":[[{"a":null}]],"":{}}""";
        await using var socket = await Host.ConnectAsync(User);

        var pong = await socket.AskAsync("ping", Payload, "p");
        var ack = await socket.AskAsync("note", Payload, "m");
        var frame = await socket.FindAsync(frame => frame.Seq == 1);

        Assert.Equal($$"""{"type":"pong","id":"p","timestamp":{{pong.Timestamp}},"payload":{{Payload}}}""", pong.Text);
        Assert.Equal("""{"id":"m","duplicate":false,"seq":1}""", ack.PayloadText);
        Assert.Equal($$"""{"type":"note","id":"m","seq":1,"timestamp":{{frame.Timestamp}},"payload":{{Payload}}}""", frame.Text);
        Assert.Equal(frame.Text, Assert.Single(await Calls.MessagesAsync()).Text);
    }

    /// <summary>What the server makes anew for each connection, as text or number.</summary>
    [GeneratedRegex("""\"(timestamp|connection_id|client_id|epoch|token_expires_at)":("[^"]+"|\d+)""")]
    private static partial Regex Made();

    private Uri UriOf(string baseUrl) => new(baseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/ws?token=" + TestToken.For(User));

    private static string Request(string token, params string[] headers) => string.Join(
        "\r\n",
        [$"GET /ws?token={token} HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .. headers, "", ""]);
}
