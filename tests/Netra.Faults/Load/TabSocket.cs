using System.Net.WebSockets;
using System.Text;

namespace Netra.Faults;

/// <summary>One WebSocket to a gateway. A client that hears nothing for a while takes it for dead.</summary>
internal sealed class TabSocket : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(6);
    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) });

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _buffer = new byte[16 * 1024];

    public TabSocket()
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.AddSubProtocol("netra.v1");
    }

    /// <summary>The status of HTTP that a refusal had; 0 when nothing came.</summary>
    public int RefusalStatus => (int)_socket.HttpStatusCode;

    /// <summary>The close code that came; null without one.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Whether nothing was heard for so long that the socket was given up.</summary>
    public bool WasSilent { get; private set; }

    /// <exception cref="WebSocketException">It was refused, or nobody is there.</exception>
    /// <exception cref="OperationCanceledException">Nobody answers.</exception>
    public async Task ConnectAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(ConnectPatience);
        await _socket.ConnectAsync(address, Invoker, patience.Token);
    }

    /// <summary>The next frame; null when the connection has ended, however.</summary>
    public async Task<string?> ReceiveAsync()
    {
        using var silence = new CancellationTokenSource(Silence);
        var text = new MemoryStream();
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveAsync(_buffer.AsMemory(), silence.Token);
                if (got.MessageType == WebSocketMessageType.Close)
                {
                    await AnswerCloseAsync();
                    return null;
                }

                text.Write(_buffer, 0, got.Count);
                if (got.EndOfMessage) return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
            }
        }
        catch (OperationCanceledException)
        {
            WasSilent = silence.IsCancellationRequested;
            return null;
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    /// <summary>Sends a frame. False when the connection has ended.</summary>
    public async Task<bool> SendAsync(string frame)
    {
        using var patience = new CancellationTokenSource(SendPatience);
        try
        {
            await _sending.WaitAsync(patience.Token);
            try
            {
                await _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
                return true;
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            _socket.Abort();
            return false;
        }
    }

    /// <summary>Says goodbye. What is on its way here still comes.</summary>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(SendPatience);
        try
        {
            await _sending.WaitAsync(patience.Token);
            try
            {
                if (_socket.State == WebSocketState.Open) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            _socket.Abort();
        }
    }

    /// <summary>Cuts the connection, as a browser that is killed does.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task AnswerCloseAsync()
    {
        if (_socket.State == WebSocketState.CloseReceived) await CloseOutputAsync();
    }

    private async Task CloseOutputAsync()
    {
        using var patience = new CancellationTokenSource(SendPatience);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            _socket.Abort();
        }
    }
}
