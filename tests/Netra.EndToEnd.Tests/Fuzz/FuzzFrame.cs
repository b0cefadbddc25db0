using System.Buffers.Binary;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>A WebSocket frame from the server, read as strictly as RFC 6455 writes it.</summary>
internal sealed record FuzzFrame(int Opcode, byte[] Payload)
{
    public const int TextOpcode = 1;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    private const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text of a text frame.</summary>
    public string Text => Opcode == TextOpcode ? Strict.GetString(Payload) : throw new InvalidOperationException($"The frame has the opcode {Opcode}.");

    /// <summary>The code of a close frame; 1005 without one (RFC 6455 section 7.1.5).</summary>
    public int CloseCode => Payload.Length == 0 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    /// <summary>Reads a frame, which must come.</summary>
    public static async Task<FuzzFrame> ReadFirstAsync(FuzzConnection connection) =>
        await ReadAsync(connection) ?? throw new EndOfStreamException("The connection ended before its first frame.");

    /// <summary>Reads a frame; null when the connection ends first, in the middle of it too.</summary>
    public static async Task<FuzzFrame?> ReadAsync(FuzzConnection connection)
    {
        var head = await connection.ReadAsync(2);
        if (head is null) return null;
        Assert.Equal(0x80, head[0] & 0xF0);
        var opcode = head[0] & 0x0F;
        Assert.Contains(opcode, (int[])[TextOpcode, Close, Ping, Pong]);
        Assert.True(head[1] < 0x80, "The server masks.");
        var length = (long)head[1];
        if (length >= 126)
        {
            var more = await connection.ReadAsync(length == 126 ? 2 : 8);
            if (more is null) return null;
            length = more.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(more) : BinaryPrimitives.ReadInt64BigEndian(more);
        }

        Assert.InRange(length, 0, opcode == TextOpcode ? MaxBytes : 125);
        var payload = await connection.ReadAsync((int)length);
        return payload is null ? null : new FuzzFrame(opcode, payload);
    }
}
