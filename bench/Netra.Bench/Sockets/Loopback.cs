using System.Net;
using System.Net.Sockets;

namespace Netra.Bench;

/// <summary>TCP connections over loopback from many source addresses, so that ports suffice however many there are.</summary>
internal static class Loopback
{
    private const int ConnectionsPerAddress = 2_000;
    private const int Addresses = 250;

    /// <summary>How long a send on a socket that blocks may take nothing off our hands.</summary>
    public static TimeSpan SendTimeout { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Connects, and blocks meanwhile: the runtime then leaves the socket to us. The caller owns it.</summary>
    public static Socket Connect(int port, int index)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = (int)SendTimeout.TotalMilliseconds };
        try
        {
            socket.Bind(SourceOf(index));
            socket.Connect(IPAddress.Loopback, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects. The caller owns the socket.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="index">The number of the connection, which decides its source address.</param>
    /// <param name="receiveBuffer">The size of the socket's receive buffer; null: the system's.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<Socket> ConnectAsync(int port, int index, CancellationToken cancellationToken, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (receiveBuffer is { } size) socket.ReceiveBufferSize = size;
            socket.Bind(SourceOf(index));
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Ends a connection by a reset, which leaves no port behind that waits.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private static IPEndPoint SourceOf(int index) => new(new IPAddress([127, 0, 0, (byte)(2 + (index / ConnectionsPerAddress % Addresses))]), 0);
}
