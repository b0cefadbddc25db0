using System.Buffers.Binary;

namespace Netra.Storage;

/// <summary>Reads what <see cref="FieldWriter"/> wrote. What is not there, or is written in another way, makes <see cref="IsGood"/> false.</summary>
public ref struct FieldReader(ReadOnlySpan<byte> fields)
{
    /// <summary>Whether everything asked for was there.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = fields;

    /// <summary>One byte; 0 when there is none.</summary>
    public byte Byte()
    {
        if (Rest.IsEmpty) return (byte)Fail();
        var value = Rest[0];
        Rest = Rest[1..];
        return value;
    }

    /// <summary>What <see cref="FieldWriter.Fixed"/> wrote; 0 when it is not there.</summary>
    public long Fixed()
    {
        if (Rest.Length < sizeof(long)) return Fail();
        var value = BinaryPrimitives.ReadInt64LittleEndian(Rest);
        Rest = Rest[sizeof(long)..];
        return value;
    }

    /// <summary>What <see cref="FieldWriter.VarInt"/> wrote; 0 when it is not there.</summary>
    public long VarInt()
    {
        var value = 0L;
        for (var i = 0; i < FieldWriter.MaxVarIntBytes; i++)
        {
            var one = Byte();
            value |= (long)(one & 0x7F) << (7 * i);
            // A last byte of zero is a number that was written longer than it is.
            if (one < 0x80) return one == 0 && i > 0 ? Fail() : value;
        }

        return Fail();
    }

    private long Fail()
    {
        IsGood = false;
        Rest = [];
        return 0;
    }
}
