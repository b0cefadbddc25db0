using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Netra.Bench;

/// <summary>A client's WebSocket that costs this process little: no buffer while nothing comes.</summary>
internal sealed class BenchSocket : IDisposable
{
    private static readonly byte[] PongFrame = """{"type":"pong"}"""u8.ToArray();

    private readonly WebSocket _socket;

    private BenchSocket(WebSocket socket) => _socket = socket;

    private static ReadOnlySpan<byte> PingStart => """{"type":"ping","""u8;

    /// <summary>Connects and upgrades.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="target">The request target, with the token.</param>
    /// <param name="index">The number of the connection, which decides its source address.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<BenchSocket> ConnectAsync(int port, string target, int index, CancellationToken cancellationToken)
    {
        var socket = await Loopback.ConnectAsync(port, index, cancellationToken);
        try
        {
            await Handshake.UpgradeAsync(socket, target, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new BenchSocket(WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero }));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>
    /// Reads until the socket ends or the run is cancelled, hands out every frame, and answers the server's pings. The frame is valid during
    /// the call.
    /// </summary>
    /// <param name="onFrame">Takes a frame, and whether it is a ping of the server.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReceiveAsync(Action<ReadOnlyMemory<byte>, bool> onFrame, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = await _socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            if (next.MessageType == WebSocketMessageType.Close) return;
            var buffer = ArrayPool<byte>.Shared.Rent(4096);
            try
            {
                var length = 0;
                while (!next.EndOfMessage)
                {
                    if (length == buffer.Length) buffer = Grow(buffer);
                    next = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                    if (next.MessageType == WebSocketMessageType.Close) return;
                    length += next.Count;
                }

                var frame = buffer.AsMemory(0, length);
                var isPing = frame.Span.StartsWith(PingStart);
                onFrame(frame, isPing);
                if (isPing) await SendAsync(PongFrame, cancellationToken);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
