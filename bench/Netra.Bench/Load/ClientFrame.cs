using System.Buffers.Binary;

namespace Netra.Bench;

/// <summary>Text frames of a client (RFC 6455 section 5.2), masked as they must be, with one key for all: nobody is to be kept from guessing it here.</summary>
internal static class ClientFrame
{
    /// <summary>What a frame has at most beside its payload; payloads have up to 65,535 bytes.</summary>
    public const int MaxHeadBytes = 8;

    private const byte FinalText = 0x81;
    private const byte FinalPong = 0x8A;
    private const byte Masked = 0x80;
    private const int ShortLength = 125;
    private const byte LengthFollows = 126;

    private static ReadOnlySpan<byte> Mask => [0x5A, 0xC3, 0x17, 0x8E];

    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        var frame = new byte[MaxHeadBytes + text.Length];
        return frame[..Write(frame, text)];
    }

    /// <summary>Writes a frame and answers its length.</summary>
    public static int Write(Span<byte> frame, ReadOnlySpan<byte> text) => Write(frame, text, FinalText);

    /// <summary>The answer to a ping of the WebSocket's own.</summary>
    public static int WritePong(Span<byte> frame, ReadOnlySpan<byte> payload) => Write(frame, payload, FinalPong);

    private static int Write(Span<byte> frame, ReadOnlySpan<byte> payload, byte first)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ushort.MaxValue);
        frame[0] = first;
        var head = 2;
        if (payload.Length <= ShortLength)
        {
            frame[1] = (byte)(Masked | payload.Length);
        }
        else
        {
            frame[1] = Masked | LengthFollows;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
            head = 4;
        }

        Mask.CopyTo(frame[head..]);
        head += Mask.Length;
        for (var i = 0; i < payload.Length; i++) frame[head + i] = (byte)(payload[i] ^ Mask[i & 3]);
        return head + payload.Length;
    }
}
