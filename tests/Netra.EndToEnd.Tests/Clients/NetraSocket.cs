using System.Net.WebSockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// A client that knows nothing but the protocol. It reads all the time and keeps every frame; the tests walk over them in order, each wait bounded.
/// It answers the server's pings, unless told not to.
/// </summary>
public sealed partial class NetraSocket : IAsyncDisposable
{
    private static readonly ReadOnlyMemory<byte> Pong = "{\"type\":\"pong\"}"u8.ToArray();

    private readonly ClientWebSocket _socket;
    private readonly bool _answersPings;
    private readonly Lock _gate = new();
    private readonly List<Frame> _frames = [];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<SocketEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _walked;

    private NetraSocket(ClientWebSocket socket, bool answersPings)
    {
        _socket = socket;
        _answersPings = answersPings;
        _ = ReadAsync();
    }

    /// <summary>Every frame that has come.</summary>
    public IReadOnlyList<Frame> Frames
    {
        get
        {
            lock (_gate) return [.. _frames];
        }
    }

    /// <summary>The subprotocol that the server chose; null with none.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Connects with a token in the query.</summary>
    public static Task<NetraSocket> ConnectAsync(string baseUrl, string token, string query = "", bool answersPings = true) =>
        OpenAsync(baseUrl, "token=" + token + (query.Length == 0 ? "" : "&" + query), null, answersPings);

    /// <summary>Connects with exactly this query.</summary>
    /// <exception cref="WebSocketException">The server refused the upgrade.</exception>
    public static async Task<NetraSocket> OpenAsync(
        string baseUrl, string query, Action<ClientWebSocketOptions>? configure = null, bool answersPings = true)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(socket.Options);
        using var patience = new CancellationTokenSource(Patience.Short);
        try
        {
            await socket.ConnectAsync(new Uri(baseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/ws?" + query), patience.Token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new NetraSocket(socket, answersPings);
    }

    /// <summary>The next frame, whatever it is.</summary>
    public Task<Frame> NextAsync() => ReceiveAsync(_ => true);

    /// <summary>The next frame of a type. Walks over the others.</summary>
    public Task<Frame> ReceiveAsync(string type) => ReceiveAsync(frame => frame.Type == type);

    /// <summary>The next frame that is wanted. Walks over the others.</summary>
    public async Task<Frame> ReceiveAsync(Func<Frame, bool> wanted, TimeSpan? timeout = null)
    {
        using var patience = new CancellationTokenSource(timeout ?? Patience.Short);
        while (true)
        {
            Task news;
            lock (_gate)
            {
                while (_walked < _frames.Count)
                {
                    var frame = _frames[_walked++];
                    if (wanted(frame)) return frame;
                }

                if (_end.Task.IsCompleted) throw new InvalidOperationException($"The socket ended ({_end.Task.Result}) first. {LastFrames()}");
                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("The frame did not come. " + LastFrames());
            }
        }
    }

    /// <summary>The next so many durable frames. Walks over the others.</summary>
    public async Task<IReadOnlyList<Frame>> ReceiveDurableAsync(int count)
    {
        var frames = new List<Frame>(count);
        while (frames.Count < count) frames.Add(await ReceiveAsync(frame => frame.Seq is not null));
        return frames;
    }

    /// <summary>
    /// Sends a ping, waits for its answer, and answers the frames that came first and were not walked over yet: all answers to what was sent before. A
    /// replay is read from the log meanwhile and may come later.
    /// </summary>
    public async Task<IReadOnlyList<Frame>> PingAsync()
    {
        var id = Guid.NewGuid().ToString("n");
        var before = new List<Frame>();
        await SendAsync($$"""{"type":"ping","id":"{{id}}"}""");
        while (true)
        {
            var frame = await NextAsync();
            if (frame.Type == "pong" && frame.Id == id) return before;
            before.Add(frame);
        }
    }

    /// <summary>Waits for the end of the socket.</summary>
    public Task<SocketEnd> EndAsync(TimeSpan? timeout = null) => _end.Task.WaitAsync(timeout ?? Patience.Short);

    public Task SendAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a frame, or a fragment of one, as it is.</summary>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type = WebSocketMessageType.Text, bool isLast = true)
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        await _sending.WaitAsync(patience.Token);
        try
        {
            await _socket.SendAsync(bytes, type, isLast, patience.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a close frame and waits for the server's.</summary>
    public async Task<SocketEnd> CloseAsync(int code = 1000)
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        // Not in the middle of a pong: a frame behind the close frame would cost the connection its orderly end.
        await _sending.WaitAsync(patience.Token);
        try
        {
            await _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, patience.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await EndAsync();
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _end.Task;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReadAsync()
    {
        var end = new SocketEnd(SocketEnd.Lost, "lost without a close frame");
        try
        {
            var buffer = new byte[64 * 1024];
            using var message = new MemoryStream();
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) break;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                await TakeAsync(new Frame(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length)));
                message.SetLength(0);
            }

            end = new SocketEnd((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription ?? "");
            if (_socket.State == WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(_socket.CloseStatus.Value, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The end says so.
            if (end.Code == SocketEnd.Lost) end = end with { Reason = exception.Message };
        }
        finally
        {
            _end.TrySetResult(end);
            lock (_gate) _news.TrySetResult();
        }
    }

    private async Task TakeAsync(Frame frame)
    {
        lock (_gate)
        {
            _frames.Add(frame);
            _news.TrySetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (frame.Type == "ping" && _answersPings) await AnswerPingAsync();
    }

    /// <summary>Answers, unless this side has closed meanwhile.</summary>
    private async Task AnswerPingAsync()
    {
        await _sending.WaitAsync();
        try
        {
            if (_socket.State == WebSocketState.Open) await _socket.SendAsync(Pong, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private string LastFrames()
    {
        lock (_gate) return $"{_frames.Count} frames came, the last: {string.Join(" ", _frames.TakeLast(4))}";
    }
}
