using System.Buffers.Binary;

namespace Netra.Grains;

/// <summary>The SHA-256 of a ticket, as four numbers: compared and hashed without a copy on the heap.</summary>
internal readonly record struct TicketHash(long A, long B, long C, long D)
{
    private const int Bytes = 32;

    public static TicketHash Of(ReadOnlySpan<byte> sha256) => sha256.Length == Bytes
        ? new TicketHash(Read(sha256), Read(sha256[8..]), Read(sha256[16..]), Read(sha256[24..]))
        : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(sha256));

    private static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
