using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Netra.Gateway;

/// <summary>The TCP connection of a client, as Linux has it. Other systems are not asked.</summary>
internal sealed class ClientTcp : IAcknowledgedBytes
{
    private const int Tcp = 6;

    /// <summary>TCP_INFO.</summary>
    private const int Info = 11;

    /// <summary>TCP_NOTSENT_LOWAT.</summary>
    private const int NotSentLowAt = 25;

    /// <summary>Where <c>tcpi_bytes_acked</c> lies in <c>struct tcp_info</c>, since Linux 4.1.</summary>
    private const int BytesAckedAt = 120;

    private readonly Socket _socket;

    private ClientTcp(Socket socket) => _socket = socket;

    /// <summary>The connection under a request; null where it can't be asked.</summary>
    public static ClientTcp? Of(IFeatureCollection features) =>
        OperatingSystem.IsLinux() && features.Get<IConnectionSocketFeature>() is { Socket: { ProtocolType: ProtocolType.Tcp } socket } ? new ClientTcp(socket) : null;

    /// <summary>
    /// Bounds what the system takes and has not sent yet. Its send buffer would grow to megabytes for a client that doesn't read, and take the next write only
    /// when a third of it is through; what is under way to the client, and so the throughput, is not bounded by this.
    /// </summary>
    public void LimitUnsent(int bytes)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(value, bytes);
        try
        {
            _socket.SetRawSocketOption(Tcp, NotSentLowAt, value);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // Who serves the connection finds out by itself.
        }
    }

    public long? Read()
    {
        Span<byte> info = stackalloc byte[BytesAckedAt + sizeof(long)];
        try
        {
            return _socket.GetRawSocketOption(Tcp, Info, info) < info.Length ? null : BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedAt..]);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return null;
        }
    }

    private static bool IsGone(Exception exception) => exception is SocketException or ObjectDisposedException;
}
