using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using System.Web;
using Netra.Cluster.Tests;
using Netra.Protocol;

namespace Netra.Client.Tests;

/// <summary>One socket of a client, from the server's side. It reads all the time.</summary>
internal sealed class FakeConnection
{
    /// <summary>More than JSON allows, as it may be read here on both sides.</summary>
    public static readonly JsonDocumentOptions Loose = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Channel<JsonElement> _frames = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DuplexStream _stream;
    private readonly WebSocket _socket;
    private volatile bool _isDeaf;
    private volatile bool _isStalled;

    public FakeConnection(Uri url, string token, DuplexStream stream)
    {
        (Url, Token, _stream) = (url, token, stream);
        _socket = WebSocket.CreateFromStream(stream, isServer: true, ProtocolVersion.Subprotocol, Timeout.InfiniteTimeSpan);
        _ = ReadAsync();
    }

    public Uri Url { get; }

    public string Token { get; }

    /// <summary>The code of the client's close frame.</summary>
    public Task<int> ClosedAsync() => _closed.Task.InTime();

    public string? Query(string name) => HttpUtility.ParseQueryString(Url.Query)[name];

    public Task<JsonElement> ReceiveAsync() => _frames.Reader.ReadAsync().AsTask().InTime();

    /// <summary>The next frame of a type. Walks over the others.</summary>
    public async Task<JsonElement> ReceiveAsync(string type)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.GetProperty("type").GetString() == type) return frame;
        }
    }

    /// <summary>The seqs of the acknowledgements that came until the client answered a ping that is sent now.</summary>
    public async Task<IReadOnlyList<long>> AcksAsync()
    {
        var acks = new List<long>();
        await SendAsync("""{"type":"ping","timestamp":1}""");
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.GetProperty("type").GetString() == "pong") return acks;
            if (frame.GetProperty("type").GetString() == "ack") acks.Add(frame.GetProperty("payload").GetProperty("seq").GetInt64());
        }
    }

    /// <summary>Begins the connection, of alice in e1 with nothing stored.</summary>
    /// <param name="more">Further members of the payload, in the place of those that are there.</param>
    public Task EstablishAsync(string more = "") => SendAsync("""
        {"type":"connection_established","timestamp":1,"payload":{"user_id":"alice","epoch":"e1","head_seq":0,"oldest_seq":0,"resumed":false,
        "replay_from":null,"replay_to":null,"reset_reason":null,"heartbeat":{"interval_ms":30000},"limits":{"max_message_bytes":262144}
        """ + (more.Length == 0 ? "" : "," + more) + "}}");

    /// <summary>A durable message <c>{"n":seq}</c>.</summary>
    public Task NoteAsync(long seq) => SendAsync($$$"""{"type":"note","id":"m{{{seq}}}","seq":{{{seq}}},"timestamp":1,"payload":{"n":{{{seq}}}}}""");

    /// <summary>Accepts a message.</summary>
    public Task AcceptAsync(string id, long seq) =>
        SendAsync($$$"""{"type":"ack","id":"{{{id}}}","timestamp":1,"payload":{"id":"{{{id}}}","duplicate":false,"seq":{{{seq}}}}}""");

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, CancellationToken.None).InTime();

    public Task CloseAsync(int code, string reason = "") => _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None).InTime();

    /// <summary>Ends it without a word.</summary>
    public void Cut() => _stream.Dispose();

    /// <summary>From now on it takes nothing from the network, but for what it has begun to read.</summary>
    public void Stall() => _isStalled = true;

    /// <summary>From now on it answers nothing, not even a close.</summary>
    public void StopReading() => _isDeaf = true;

    private async Task ReadAsync()
    {
        try
        {
            var (buffer, read) = (new byte[256 * 1024], 0);
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(read), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) break;
                if (_isStalled) return;
                if (_isDeaf) continue;
                read += part.Count;
                if (!part.EndOfMessage) continue;
                _frames.Writer.TryWrite(JsonElement.Parse(buffer.AsSpan(0, read), Loose));
                read = 0;
            }

            if (_socket.State == WebSocketState.CloseReceived && !_isDeaf) await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, null, CancellationToken.None);
            _closed.TrySetResult((int)_socket.CloseStatus!.Value);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            _closed.TrySetResult(SocketEnd.Lost);
        }
        finally
        {
            _frames.Writer.TryComplete();
        }
    }
}
