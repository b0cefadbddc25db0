using System.Collections.Immutable;
using System.Text.Json;

namespace Netra.Grains;

/// <summary>An array. See <see cref="StateNode"/>.</summary>
internal sealed class ArrayNode : StateNode
{
    private readonly ReadOnlyMemory<byte> _text;
    private Opened? _opened;
    private int _depth;

    /// <param name="compact">Its text.</param>
    /// <param name="depth">Its depth; 0: not known yet.</param>
    public ArrayNode(ReadOnlyMemory<byte> compact, int depth = 0)
    {
        _text = compact;
        _depth = depth;
        Bytes = compact.Length;
    }

    private ArrayNode(Opened opened, long bytes)
    {
        _opened = opened;
        _depth = opened.Depths.Depth;
        Bytes = bytes;
    }

    public override long Bytes { get; }

    public override int Depth => _depth > 0 ? _depth : _depth = DepthOf(_text.Span);

    public int Count => Elements.Count;

    public StateNode this[int index] => Elements[index];

    private ImmutableList<StateNode> Elements => Inside.Elements;

    private Opened Inside => _opened ??= Open();

    public ArrayNode Insert(int index, StateNode value) =>
        new(new Opened(Elements.Insert(index, value), Inside.Depths.With(null, value)), Bytes + value.Bytes + (Count > 0 ? 1 : 0));

    public ArrayNode Set(int index, StateNode value)
    {
        var replaced = Elements[index];
        return new ArrayNode(new Opened(Elements.SetItem(index, value), Inside.Depths.With(replaced, value)), Bytes + value.Bytes - replaced.Bytes);
    }

    public ArrayNode RemoveAt(int index)
    {
        var removed = Elements[index];
        return new ArrayNode(
            new Opened(Elements.RemoveAt(index), Inside.Depths.With(removed, null)), Bytes - removed.Bytes - (Count > 1 ? 1 : 0));
    }

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

    private Opened Open()
    {
        var elements = new List<StateNode>();
        var reader = new Utf8JsonReader(_text.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) elements.Add(Read(ref reader, _text));
        return new Opened([.. elements], DepthCounts.Of(elements));
    }

    private sealed record Opened(ImmutableList<StateNode> Elements, DepthCounts Depths);
}
