using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Cluster.Tests;

/// <summary>A client at the other end of a connection in memory, served by a gateway's own parts. It reads only when the test does.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly ClientWebSocketEnd _socket;
    private readonly Task _serving;
    private readonly byte[] _buffer = new byte[512 * 1024];

    private TestClient(ClientWebSocketEnd socket, Task serving)
    {
        _socket = socket;
        _serving = serving;
    }

    /// <summary>Why the upgrade was refused; null when it was not.</summary>
    public string? RefusedWith => _socket.RefusedWith;

    /// <summary>The payload of <c>connection_established</c>.</summary>
    public JsonElement Established { get; private set; }

    public string ConnectionId => Established.GetProperty("connection_id").GetString()!;

    public long HeadSeq => Established.GetProperty("head_seq").GetInt64();

    /// <summary>Connects and reads the first frame, or the refusal.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="user">The user.</param>
    /// <param name="query">Parameters, such as <c>last_seq=3&amp;epoch=…</c>.</param>
    /// <param name="beforeAccept">Runs when the user's grain has taken the connection and the socket is not open yet.</param>
    /// <param name="token">What the user's grain gets to know of the token; null: one without a time and an id.</param>
    public static async Task<TestClient> ConnectAsync(
        ClusterNode gateway, string user, string query = "", Func<Task>? beforeAccept = null, TokenStamp? token = null)
    {
        var socket = new ClientWebSocketEnd(beforeAccept);
        var parameters = ParametersOf(query);
        var access = new Access(UserId.Parse(user), DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds(), null, token ?? new TokenStamp(null, null));
        var server = gateway.Services.GetRequiredService<ConnectionServer>();
        var serving = Task.Run(() => server.ServeAsync(access, parameters, socket.AcceptAsync, socket.RefuseAsync));
        var client = new TestClient(socket, serving);
        await await Task.WhenAny(socket.Opened, serving).InTime();
        if (client.RefusedWith is not null) return client;
        var first = await client.NextAsync();
        Assert.Equal("connection_established", first.GetProperty("type").GetString());
        client.Established = first.GetProperty("payload");
        return client;
    }

    public Task SendAsync(string json) =>
        _socket.Client.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None).InTime();

    /// <summary>The next frame of any kind.</summary>
    public async Task<JsonElement> NextAsync() =>
        await TryNextAsync() ?? throw new InvalidOperationException($"The connection was closed with {_socket.Client.CloseStatus}.");

    /// <summary>Reads durable frames up to a seq. Each must follow the one before it; what the server skips must have been announced.</summary>
    /// <returns>The frames, whole.</returns>
    public async Task<List<JsonElement>> ReadToAsync(long seq, long after = 0)
    {
        var frames = new List<JsonElement>();
        var cursor = after;
        while (cursor < seq)
        {
            var frame = await NextAsync();
            var type = frame.GetProperty("type").GetString();
            if (type == "skipped") cursor = SkippedTo(frame, cursor);
            if (!frame.TryGetProperty("seq", out var given)) continue;
            Assert.Equal(cursor + 1, given.GetInt64());
            cursor = given.GetInt64();
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Answers a ping of the test's own: everything that was sent before has arrived, and there is no more.</summary>
    public async Task AssertNothingMoreAsync()
    {
        await SendAsync("""{"type":"ping","id":"barrier"}""");
        while (true)
        {
            var frame = await NextAsync();
            Assert.False(frame.TryGetProperty("seq", out _), $"Came too much: {frame}");
            if (frame.GetProperty("type").GetString() == "pong") return;
        }
    }

    /// <summary>Reads until the server closes, and says with which code.</summary>
    public async Task<int> ClosedAsync()
    {
        while (await TryNextAsync() is not null)
        {
        }

        return (int)_socket.Client.CloseStatus!.Value;
    }

    /// <summary>The reason of the server's close.</summary>
    public string? CloseReason => _socket.Client.CloseStatusDescription;

    /// <summary>Closes as a page that is left does, and waits until the gateway has cleaned up.</summary>
    public async Task CloseAsync()
    {
        await _socket.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).InTime();
        await _serving.InTime();
    }

    /// <summary>Cuts the connection, as a vanished client does, and waits until the gateway has cleaned up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (RefusedWith is null) _socket.Client.Abort();
        await _serving.InTime();
    }

    private static long SkippedTo(JsonElement frame, long cursor)
    {
        var payload = frame.GetProperty("payload");
        Assert.Equal(cursor + 1, payload.GetProperty("from").GetInt64());
        return payload.GetProperty("to").GetInt64();
    }

    public static UpgradeParameters ParametersOf(string query)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => new StringValues(pair[1]));
        Assert.True(UpgradeParameters.TryRead(new QueryCollection(values), out var parameters, out var fault), fault);
        return parameters;
    }

    private async Task<JsonElement?> TryNextAsync()
    {
        var length = 0;
        while (true)
        {
            var read = await _socket.Client.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().InTime();
            if (read.MessageType == WebSocketMessageType.Close) return null;
            length += read.Count;
            if (!read.EndOfMessage) continue;
            using var document = JsonDocument.Parse(_buffer.AsMemory(0, length));
            return document.RootElement.Clone();
        }
    }
}
