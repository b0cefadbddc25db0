using System.Net.Sockets;

namespace Netra.EndToEnd.Tests;

/// <summary>A TCP connection that can be read byte by byte to its end. A reset is an end too; a server that neither sends nor closes is a failure.</summary>
internal sealed class FuzzConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _patience = new(Patience.Short);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _read;
    private int _filled;

    public static async Task<FuzzConnection> OpenAsync(int port)
    {
        var connection = new FuzzConnection();
        await connection._socket.ConnectAsync("127.0.0.1", port, connection._patience.Token);
        return connection;
    }

    /// <summary>Sends the bytes, as far as the server takes them.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, _patience.Token)..];
        }
        catch (SocketException)
        {
            // It has closed already; its answer may still be there to be read.
        }
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has closed already.
        }
    }

    /// <summary>The next byte; -1 at the end.</summary>
    public async ValueTask<int> ReadByteAsync()
    {
        if (_read == _filled)
        {
            _read = 0;
            _filled = await FillAsync();
            if (_filled == 0) return -1;
        }

        return _buffer[_read++];
    }

    /// <summary>The next bytes; null when the end comes first.</summary>
    public async ValueTask<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var next = await ReadByteAsync();
            if (next < 0) return null;
            bytes[i] = (byte)next;
        }

        return bytes;
    }

    /// <summary>The next bytes, which must come.</summary>
    public async ValueTask<byte[]> ReadExactlyAsync(int count) =>
        await ReadAsync(count) ?? throw new EndOfStreamException("The connection ended in the middle of an answer.");

    /// <summary>Whether something comes, or the end, within a moment.</summary>
    public bool HasSomething(TimeSpan moment) => _read < _filled || _socket.Poll(moment, SelectMode.SelectRead);

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task<int> FillAsync()
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer, _patience.Token);
        }
        catch (SocketException)
        {
            return 0;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The server neither answered nor closed.");
        }
    }
}
