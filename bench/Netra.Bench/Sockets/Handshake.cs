using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Netra.Bench;

/// <summary>The opening handshake of a WebSocket (RFC 6455 section 4.1), as bytes, so that it can be wrong on purpose.</summary>
internal static class Handshake
{
    private const int MaxHeadBytes = 16 * 1024;

    /// <summary>An upgrade request up to its last header; the empty line is not in it.</summary>
    public static string Head(string target) =>
        $"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: netra.v1\r\n";

    /// <summary>A whole upgrade request.</summary>
    public static byte[] Request(string target) => Encoding.ASCII.GetBytes(Head(target) + "\r\n");

    /// <summary>Upgrades a connection.</summary>
    /// <exception cref="BenchException">The server refused.</exception>
    public static async Task UpgradeAsync(Socket socket, string target, CancellationToken cancellationToken)
    {
        await socket.SendAsync(Request(target), cancellationToken);
        var status = await ReadStatusAsync(socket, cancellationToken);
        if (status != 101) throw new BenchException($"The server answered an upgrade with {status}.");
    }

    /// <summary>Reads the head of an answer and not a byte more. Answers its status; 0 when the connection ended.</summary>
    public static async Task<int> ReadStatusAsync(Socket socket, CancellationToken cancellationToken)
    {
        var head = new byte[MaxHeadBytes];
        var length = 0;
        while (length < head.Length)
        {
            var peeked = await socket.ReceiveAsync(head.AsMemory(length), SocketFlags.Peek, cancellationToken);
            if (peeked == 0) return 0;
            var end = head.AsSpan(0, length + peeked).IndexOf("\r\n\r\n"u8);
            var taken = end < 0 ? peeked : end + 4 - length;
            await socket.ReceiveAsync(head.AsMemory(length, taken), SocketFlags.None, cancellationToken);
            length += taken;
            if (end >= 0) return int.Parse(Encoding.ASCII.GetString(head, "HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
        }

        throw new BenchException("The head of an answer has no end.");
    }
}
