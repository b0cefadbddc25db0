using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Netra.Protocol;

/// <summary>The rules of a message's <c>id</c> (protocol section 2): chosen by its sender, or made here when the sender chose none.</summary>
public static class MessageId
{
    /// <summary>The longest id, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    private const int IdBytes = 16;

    /// <summary>How many ids' random bytes are asked for at once: asking costs more than making the id.</summary>
    private const int IdsAtOnce = 64;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    /// <summary>Whether a sender may use this id.</summary>
    public static bool IsValid(string text) => text.Length is >= 1 and <= MaxLength;

    /// <summary>An id that no message has had, ordered by time: a UUID of version 7 (RFC 9562, section 5.7), 32 hexadecimal digits.</summary>
    public static string NewId()
    {
        Span<byte> id = stackalloc byte[IdBytes];
        TakeRandom(id);
        var random = BinaryPrimitives.ReadUInt16BigEndian(id[6..]);
        BinaryPrimitives.WriteInt64BigEndian(id, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (random & 0x0FFF)));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return Convert.ToHexStringLower(id);
    }

    private static void TakeRandom(Span<byte> bytes)
    {
        var random = _random ??= new byte[IdsAtOnce * IdBytes];
        if (_used == 0) RandomNumberGenerator.Fill(random);
        random.AsSpan(_used, IdBytes).CopyTo(bytes);
        _used = (_used + IdBytes) % random.Length;
    }
}
