namespace Netra.Grains;

/// <summary>A string, number, true, false or null, by its text: a number keeps the digits that it was written with.</summary>
internal sealed class ScalarNode(ReadOnlyMemory<byte> compact) : StateNode
{
    private readonly ReadOnlyMemory<byte> _compact = compact;

    public override long Bytes => _compact.Length;

    public override int Depth => 0;

    public bool IsNull => _compact.Span[0] == 'n';

    /// <summary>The text of a string; null when it is none.</summary>
    public string? Text => _compact.Span[0] == '"' ? JsonStrings.Decode(_compact.Span[1..^1]) : null;

    private bool IsNumber => _compact.Span[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9');

    public override int Write(Span<byte> destination)
    {
        _compact.Span.CopyTo(destination);
        return _compact.Length;
    }

    public static bool AreEqual(ScalarNode one, ScalarNode other) =>
        one.IsNumber && other.IsNumber ? JsonNumber.AreEqual(one._compact.Span, other._compact.Span) : one._compact.Span.SequenceEqual(other._compact.Span);
}
