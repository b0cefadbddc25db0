using System.Text.Json;

namespace Netra.Grains;

/// <summary>A string, number, true, false or null, by its text: a number keeps the digits that it was written with.</summary>
internal sealed class ScalarNode(ReadOnlyMemory<byte> compact) : StateNode
{
    public override long Bytes => compact.Length;

    public override int Depth => 0;

    public bool IsNull => compact.Span[0] == 'n';

    /// <summary>The text of a string; null when it is none.</summary>
    public string? Text => compact.Span[0] == '"' ? JsonStrings.Decode(compact.Span[1..^1]) : null;

    private bool IsNumber => compact.Span[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9');

    public override int Write(Span<byte> destination)
    {
        compact.Span.CopyTo(destination);
        return compact.Length;
    }

    public static bool AreEqual(ScalarNode one, ScalarNode other)
    {
        if (one.Bytes == other.Bytes && one.Compact.Span.SequenceEqual(other.Compact.Span)) return true;
        if (!one.IsNumber || !other.IsNumber) return false;
        using var first = JsonDocument.Parse(one.Compact);
        using var second = JsonDocument.Parse(other.Compact);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }

    private ReadOnlyMemory<byte> Compact => compact;
}
