using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Netra.Bench.Tests;

/// <summary>A client that is read by a reader, and the server's side of its socket.</summary>
internal sealed class MadeSocket : IDisposable
{
    public const int User = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _server;
    private readonly LoadConnection?[] _connections = new LoadConnection?[1];

    public MadeSocket(Dialect dialect)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = Loopback.Connect(((IPEndPoint)listener.LocalEndpoint).Port, index: 0);
        _server = listener.AcceptSocket();
        _server.NoDelay = true;
        Connection = _connections[0] = new LoadConnection(0, User, client, dialect);
        Reader = new LoadReader(_connections, "made");
        Reader.Watch(Connection);
    }

    public LoadConnection Connection { get; }

    public LoadReader Reader { get; }

    /// <summary>The answer to an upgrade.</summary>
    public static byte[] Upgraded { get; } = Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");

    /// <summary>A frame of a server.</summary>
    public static byte[] Frame(byte first, ReadOnlySpan<byte> payload) => payload.Length < 126
        ? [first, (byte)payload.Length, .. payload]
        : [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    /// <summary>A payload with a number.</summary>
    public static byte[] Payload(long number, int user = User)
    {
        var payload = Encoding.ASCII.GetBytes(LoadPayload.Template);
        LoadPayload.Write(payload, due: 1, user, number);
        return payload;
    }

    public void Send(ReadOnlySpan<byte> bytes) => _server.Send(bytes);

    /// <summary>Reads what the client sent, in full.</summary>
    public byte[] Read(int length)
    {
        var bytes = new byte[length];
        _server.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        for (var read = 0; read < length;) read += _server.Receive(bytes.AsSpan(read)) is var got and > 0 ? got : throw new IOException("The client hung up.");
        return bytes;
    }

    /// <summary>Sends, and waits until so many messages have come, or the connection has ended before it was open.</summary>
    public async Task<DeliveryFaults> SendAsync(IEnumerable<byte[]> pieces, int messages)
    {
        var done = new TaskCompletionSource();
        var came = 0;
        Reader.Delivered = _ =>
        {
            if (++came == messages) done.TrySetResult();
        };
        foreach (var piece in pieces) Send(piece);
        await done.Task.WaitAsync(Patience);
        var faults = default(DeliveryFaults);
        await Reader.InvokeAsync((_, tracker) => faults = tracker.End([0], _ => messages)).WaitAsync(Patience);
        return faults;
    }

    /// <summary>Sends, and waits until the connection has ended. Answers why.</summary>
    public async Task<string> FailAsync(params byte[][] pieces)
    {
        foreach (var piece in pieces) Send(piece);
        using var deadline = new CancellationTokenSource(Patience);
        var fault = Connection.Fault;
        while (fault is null)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Reader.InvokeAsync((_, _) => fault = Connection.Fault);
        }

        return fault;
    }

    public void Dispose()
    {
        Reader.Dispose();
        Connection.Dispose();
        _server.Dispose();
    }
}
