using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Grains;

/// <summary>An object. Members keep the order in which they came; a value that is replaced keeps its place. See <see cref="StateNode"/>.</summary>
internal sealed class ObjectNode : StateNode
{
    private readonly ReadOnlyMemory<byte> _text;
    private Members? _members;
    private int _depth;

    public ObjectNode(ReadOnlyMemory<byte> compact)
    {
        _text = compact;
        Bytes = compact.Length;
    }

    private ObjectNode(Members members, long bytes, int depth)
    {
        _members = members;
        _depth = depth;
        Bytes = bytes;
    }

    public static ObjectNode Empty { get; } = new("{}"u8.ToArray());

    public override long Bytes { get; }

    public override int Depth => _depth > 0 ? _depth : _depth = MeasureDepth();

    public int Count => Opened.Places.Count;

    /// <summary>The members in their order.</summary>
    public IEnumerable<KeyValuePair<string, StateNode>> All => Opened.ByPlace.Values;

    private Members Opened => _members ??= Open();

    public bool TryGet(string name, [NotNullWhen(true)] out StateNode? value)
    {
        value = Opened.Places.TryGetValue(name, out var place) ? Opened.ByPlace[place].Value : null;
        return value is not null;
    }

    public ObjectNode Set(string name, StateNode value)
    {
        var (places, byPlace, next) = Opened;
        var member = KeyValuePair.Create(name, value);
        if (places.TryGetValue(name, out var place))
        {
            var replaced = byPlace[place].Value;
            return new ObjectNode(
                Opened with { ByPlace = byPlace.SetItem(place, member) }, Bytes + value.Bytes - replaced.Bytes, DepthAfter(_depth, replaced, value));
        }

        return new ObjectNode(
            new Members(places.Add(name, next), byPlace.Add(next, member), next + 1),
            Bytes + JsonStrings.WrittenBytes(name) + 1 + value.Bytes + (Count > 0 ? 1 : 0),
            DepthAfter(_depth, null, value));
    }

    /// <summary>Without the member; the same object when it has none of this name.</summary>
    public ObjectNode Remove(string name)
    {
        var (places, byPlace, next) = Opened;
        if (!places.TryGetValue(name, out var place)) return this;
        var removed = byPlace[place].Value;
        return new ObjectNode(
            new Members(places.Remove(name), byPlace.Remove(place), next),
            Bytes - JsonStrings.WrittenBytes(name) - 1 - removed.Bytes - (Count > 1 ? 1 : 0),
            DepthAfter(_depth, removed, null));
    }

    public override int Write(Span<byte> destination)
    {
        if (!_text.IsEmpty)
        {
            _text.Span.CopyTo(destination);
            return _text.Length;
        }

        var written = 0;
        destination[written++] = (byte)'{';
        foreach (var (name, value) in All)
        {
            if (written > 1) destination[written++] = (byte)',';
            written += JsonStrings.Write(name, destination[written..]);
            destination[written++] = (byte)':';
            written += value.Write(destination[written..]);
        }

        destination[written++] = (byte)'}';
        return written;
    }

    public static bool AreEqual(ObjectNode one, ObjectNode other) =>
        one.Count == other.Count && one.All.All(member => other.TryGet(member.Key, out var value) && AreEqual(member.Value, value));

    private int MeasureDepth() => _text.IsEmpty ? 1 + All.Select(member => member.Value.Depth).DefaultIfEmpty().Max() : DepthOf(_text.Span);

    private Members Open()
    {
        var members = new List<KeyValuePair<string, StateNode>>();
        var reader = new Utf8JsonReader(_text.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonStrings.Decode(reader.ValueSpan);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(KeyValuePair.Create(name, Of(_text[start..(int)reader.BytesConsumed])));
        }

        // The default comparer, whose hash codes nobody outside can foresee.
        return new Members(
            members.Select((member, place) => KeyValuePair.Create(member.Key, (long)place)).ToImmutableDictionary(),
            members.Select((member, place) => KeyValuePair.Create((long)place, member)).ToImmutableSortedDictionary(),
            members.Count);
    }

    private sealed record Members(
        ImmutableDictionary<string, long> Places, ImmutableSortedDictionary<long, KeyValuePair<string, StateNode>> ByPlace, long Next);
}
