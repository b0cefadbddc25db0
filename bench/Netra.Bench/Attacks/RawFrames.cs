using System.Globalization;
using System.Net.Sockets;

namespace Netra.Bench;

/// <summary>WebSocket frames (RFC 6455 section 5.2) as bytes, so that they can be wrong on purpose. The mask is zero: what is written is what is meant.</summary>
internal static class RawFrames
{
    private const int CloseOpcode = 8;

    /// <summary>A frame of a client.</summary>
    /// <param name="first">The first byte: FIN and the opcode.</param>
    /// <param name="payload">Up to 125 bytes.</param>
    public static byte[] Of(byte first, params byte[] payload) => [first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];

    /// <summary>Reads what the server sends up to its end, and says what that was.</summary>
    public static async Task<string> ReadEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var head = new byte[10];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(head.AsMemory(0, 2), cancellationToken);
                var length = (ulong)(head[1] & 0x7F);
                if (length >= 126)
                {
                    var size = length == 126 ? 2 : 8;
                    await stream.ReadExactlyAsync(head.AsMemory(2, size), cancellationToken);
                    length = head.AsSpan(2, size).ToArray().Aggregate(0UL, (sum, one) => (sum << 8) | one);
                }

                var payload = new byte[length];
                await stream.ReadExactlyAsync(payload, cancellationToken);
                if ((head[0] & 0x0F) == CloseOpcode && length >= 2)
                    return "close " + ((payload[0] << 8) | payload[1]).ToString(CultureInfo.InvariantCulture);
            }
        }
        catch (IOException)
        {
            return "cut";
        }
    }
}
