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

    /// <param name="compact">Its text.</param>
    /// <param name="depth">Its depth; 0: not known yet.</param>
    public ObjectNode(ReadOnlyMemory<byte> compact, int depth = 0)
    {
        _text = compact;
        _depth = depth;
        Bytes = compact.Length;
    }

    private ObjectNode(Members members, long bytes)
    {
        _members = members;
        _depth = members.Depths.Depth;
        Bytes = bytes;
    }

    public static ObjectNode Empty { get; } = new("{}"u8.ToArray(), 1);

    public override long Bytes { get; }

    public override int Depth => _depth > 0 ? _depth : _depth = DepthOf(_text.Span);

    public int Count => Opened.Places.Count;

    /// <summary>The members in their order.</summary>
    public IEnumerable<KeyValuePair<string, StateNode>> All => _members is { } members ? members.ByPlace.Values : ReadMembers();

    private Members Opened => _members ??= Open();

    public bool TryGet(string name, [NotNullWhen(true)] out StateNode? value)
    {
        value = Opened.Places.TryGetValue(name, out var place) ? Opened.ByPlace[place].Value : null;
        return value is not null;
    }

    public ObjectNode Set(string name, StateNode value)
    {
        var (places, byPlace, next, depths) = Opened;
        var member = KeyValuePair.Create(name, value);
        if (places.TryGetValue(name, out var place))
        {
            var replaced = byPlace[place].Value;
            return new ObjectNode(
                new Members(places, byPlace.SetItem(place, member), next, depths.With(replaced, value)), Bytes + value.Bytes - replaced.Bytes);
        }

        return new ObjectNode(
            new Members(places.Add(name, next), byPlace.Add(next, member), next + 1, depths.With(null, value)), Bytes + BytesOf(name, value) + (Count > 0 ? 1 : 0));
    }

    /// <summary>Without the member; the same object when it has none of this name.</summary>
    public ObjectNode Remove(string name)
    {
        var (places, byPlace, next, depths) = Opened;
        if (!places.TryGetValue(name, out var place)) return this;
        var removed = byPlace[place].Value;
        return new ObjectNode(
            new Members(places.Remove(name), byPlace.Remove(place), next, depths.With(removed, null)), Bytes - BytesOf(name, removed) - (Count > 1 ? 1 : 0));
    }

    /// <summary>
    /// The same as one <see cref="Set"/> or (where the value is null) <see cref="Remove"/> after the other, at a part of the cost. The same object when
    /// that changes nothing.
    /// </summary>
    public ObjectNode With(IEnumerable<KeyValuePair<string, StateNode?>> changes)
    {
        var (places, byPlace) = (Opened.Places.ToBuilder(), Opened.ByPlace.ToBuilder());
        var (next, bytes, isOther) = (Opened.Next, Bytes - CommasOf(Count), false);
        var depths = new DepthCounts.Counting(Opened.Depths);
        foreach (var (name, value) in changes)
        {
            var replaced = places.TryGetValue(name, out var place) ? byPlace[place].Value : null;
            if (ReferenceEquals(replaced, value)) continue;
            isOther = true;
            if (replaced is not null)
            {
                bytes -= BytesOf(name, replaced);
                depths.Remove(replaced.Depth);
            }

            if (value is null)
            {
                places.Remove(name);
                byPlace.Remove(place);
                continue;
            }

            if (replaced is null) places.Add(name, place = next++);
            byPlace[place] = KeyValuePair.Create(name, value);
            bytes += BytesOf(name, value);
            depths.Add(value.Depth);
        }

        if (!isOther) return this;
        return new ObjectNode(new Members(places.ToImmutable(), byPlace.ToImmutable(), next, depths.ToCounts()), bytes + CommasOf(places.Count));
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

    /// <summary>How many bytes a member has, its comma not among them.</summary>
    private static long BytesOf(string name, StateNode value) => JsonStrings.WrittenBytes(name) + 1 + value.Bytes;

    private static int CommasOf(int members) => Math.Max(0, members - 1);

    private Members Open()
    {
        var members = ReadMembers();

        // The default comparer, whose hash codes nobody outside can foresee.
        return new Members(
            members.Select((member, place) => KeyValuePair.Create(member.Key, (long)place)).ToImmutableDictionary(),
            members.Select((member, place) => KeyValuePair.Create((long)place, member)).ToImmutableSortedDictionary(),
            members.Count,
            DepthCounts.Of(members.Select(member => member.Value)));
    }

    private List<KeyValuePair<string, StateNode>> ReadMembers()
    {
        var members = new List<KeyValuePair<string, StateNode>>();
        var reader = new Utf8JsonReader(_text.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonStrings.Decode(reader.ValueSpan);
            reader.Read();
            members.Add(KeyValuePair.Create(name, Read(ref reader, _text)));
        }

        return members;
    }

    private sealed record Members(
        ImmutableDictionary<string, long> Places, ImmutableSortedDictionary<long, KeyValuePair<string, StateNode>> ByPlace, long Next, DepthCounts Depths);
}
