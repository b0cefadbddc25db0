using System.Collections.Immutable;
using System.Text.Json;

namespace Netra.Grains;

/// <summary>An array. See <see cref="StateNode"/>.</summary>
internal sealed class ArrayNode : StateNode
{
    private readonly ReadOnlyMemory<byte> _text;
    private ImmutableList<StateNode>? _elements;
    private int _depth;

    public ArrayNode(ReadOnlyMemory<byte> compact)
    {
        _text = compact;
        Bytes = compact.Length;
    }

    private ArrayNode(ImmutableList<StateNode> elements, long bytes, int depth)
    {
        _elements = elements;
        _depth = depth;
        Bytes = bytes;
    }

    public override long Bytes { get; }

    public override int Depth => _depth > 0 ? _depth : _depth = MeasureDepth();

    public int Count => Elements.Count;

    public StateNode this[int index] => Elements[index];

    private ImmutableList<StateNode> Elements => _elements ??= Open();

    public ArrayNode Insert(int index, StateNode value) =>
        new(Elements.Insert(index, value), Bytes + value.Bytes + (Count > 0 ? 1 : 0), DepthAfter(_depth, null, value));

    public ArrayNode Set(int index, StateNode value) =>
        new(Elements.SetItem(index, value), Bytes + value.Bytes - Elements[index].Bytes, DepthAfter(_depth, Elements[index], value));

    public ArrayNode RemoveAt(int index) =>
        new(Elements.RemoveAt(index), Bytes - Elements[index].Bytes - (Count > 1 ? 1 : 0), DepthAfter(_depth, Elements[index], null));

    public override int Write(Span<byte> destination)
    {
        if (!_text.IsEmpty)
        {
            _text.Span.CopyTo(destination);
            return _text.Length;
        }

        var written = 0;
        destination[written++] = (byte)'[';
        foreach (var element in Elements)
        {
            if (written > 1) destination[written++] = (byte)',';
            written += element.Write(destination[written..]);
        }

        destination[written++] = (byte)']';
        return written;
    }

    public static bool AreEqual(ArrayNode one, ArrayNode other) =>
        one.Count == other.Count && one.Elements.Zip(other.Elements).All(pair => AreEqual(pair.First, pair.Second));

    private int MeasureDepth() => _text.IsEmpty ? 1 + Elements.Select(element => element.Depth).DefaultIfEmpty().Max() : DepthOf(_text.Span);

    private ImmutableList<StateNode> Open()
    {
        var elements = new List<StateNode>();
        var reader = new Utf8JsonReader(_text.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(Of(_text[start..(int)reader.BytesConsumed]));
        }

        return [.. elements];
    }
}
