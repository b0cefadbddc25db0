using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Netra.Host.Tests;

/// <summary>One tab of a user over a real socket. It reads only when it is told to, and keeps nothing of what it has read.</summary>
internal sealed class Tab : IDisposable
{
    // Several segments of the loopback, which have 64 KiB: in a window below one TCP goes on by its timers at times, 40 or 200 ms for each window.
    private const int ReceiveBufferBytes = 256 * 1024;
    private static readonly byte[] SeqMember = "\"seq\":"u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<Tab> OpenAsync(int port, string token, CancellationToken patience, string query = "")
    {
        var tab = new Tab();
        tab._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            // A fixed window, which does not grow, so that the server soon has nowhere to put what is not read.
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBufferBytes };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var invoker = new HttpMessageInvoker(handler);
        var address = string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}/ws?token={token}{query}");
        await tab._socket.ConnectAsync(new Uri(address), invoker, patience);
        return tab;
    }

    /// <summary>Reads durable frames; each must be the next. Ends with the last.</summary>
    public async Task ReadInOrderAsync(long first, long last, CancellationToken patience)
    {
        for (var expected = first; expected <= last;)
        {
            var length = 0;
            ValueWebSocketReceiveResult read;
            do
            {
                read = await ReceiveAsync(length, expected, patience);
                Assert.True(read.MessageType == WebSocketMessageType.Text, $"Closed with {_socket.CloseStatus} before seq {expected}.");
                length += read.Count;
            }
            while (!read.EndOfMessage);

            // The first of its members that is so named: the payload comes last.
            var at = _buffer.AsSpan(0, length).IndexOf(SeqMember);
            if (at < 0 || Encoding.UTF8.GetString(_buffer, 0, 20).StartsWith("{\"type\":\"conn", StringComparison.Ordinal)) continue;
            var digits = _buffer.AsSpan(at + SeqMember.Length, 12);
            var seq = long.Parse(digits[..digits.IndexOf((byte)',')], CultureInfo.InvariantCulture);
            if (seq != expected) Assert.Fail($"Seq {seq} came in the place of {expected}.");
            expected++;
        }
    }

    private async Task<ValueWebSocketReceiveResult> ReceiveAsync(int length, long expected, CancellationToken patience)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer.AsMemory(length), patience);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Seq {expected} did not come in time.");
        }
    }

    public Task SendAsync(string frame, CancellationToken patience) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, patience);

    public void Dispose() => _socket.Dispose();
}
