namespace Netra.Bench;

/// <summary>Bytes that wait for more of their kind. Its array grows to the most that ever waited and stays.</summary>
internal sealed class HeldBytes
{
    private byte[] _array = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _array.AsSpan(0, Length);

    /// <summary>Holds these and no others.</summary>
    public void Hold(ReadOnlySpan<byte> bytes)
    {
        Length = 0;
        Append(bytes);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_array.Length < Length + bytes.Length) Array.Resize(ref _array, Math.Max(Length + bytes.Length, 2 * _array.Length));
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Copies them to the beginning of a buffer and holds none. Answers how many they were.</summary>
    public int MoveTo(Span<byte> buffer)
    {
        Bytes.CopyTo(buffer);
        var length = Length;
        Length = 0;
        return length;
    }

    public void Clear() => Length = 0;
}
