using System.Net.WebSockets;

namespace Netra.Bench.Peers;

/// <summary>A socket of a user. One frame at a time, in the order of the calls.</summary>
internal sealed class UserSocket(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose() => _sending.Dispose();
}
