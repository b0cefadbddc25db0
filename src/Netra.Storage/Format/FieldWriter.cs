using System.Buffers.Binary;

namespace Netra.Storage;

/// <summary>Writes the fields of a stored record, for backends, into a buffer that has room for them. This is a storage format.</summary>
public ref struct FieldWriter(Span<byte> buffer)
{
    /// <summary>The most bytes that <see cref="VarInt"/> writes.</summary>
    public const int MaxVarIntBytes = 9;

    private readonly Span<byte> _buffer = buffer;

    /// <summary>The bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>One byte.</summary>
    public void Byte(byte value) => _buffer[Length++] = value;

    /// <summary>8 bytes, little-endian.</summary>
    public void Fixed(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer[Length..], value);
        Length += sizeof(long);
    }

    /// <summary>Seven bits in a byte, the lowest first, each byte but the last with its high bit set. Never negative.</summary>
    public void VarInt(long value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    /// <summary>The bytes as they are, without their number.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_buffer[Length..]);
        Length += value.Length;
    }

    /// <summary>How many bytes <see cref="VarInt"/> writes.</summary>
    public static int VarIntBytes(long value)
    {
        var bytes = 1;
        for (; value >= 0x80; value >>= 7) bytes++;
        return bytes;
    }
}
