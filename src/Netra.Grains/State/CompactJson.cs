using System.Text.Json;
using System.Text.Unicode;

namespace Netra.Grains;

/// <summary>
/// Brings JSON into the one form that the state is kept in: no white space, of members that come twice the last value in the first place, every string
/// in its one spelling (<see cref="JsonStrings"/>), numbers as they were written. It is never longer than what it was made of.
/// </summary>
internal ref struct CompactJson
{
    private readonly byte[] _compact;
    private Utf8JsonReader _reader;
    private int _length;

    private CompactJson(ReadOnlySpan<byte> json)
    {
        _compact = new byte[json.Length];
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = StateLimits.MaxDepth });
    }

    /// <summary>The compact form in an array of its own.</summary>
    /// <exception cref="JsonException">It is not JSON in UTF-8, or deeper than <see cref="StateLimits.MaxDepth"/>.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) throw new JsonException("The text is not UTF-8.");
        var compact = new CompactJson(json);
        compact._reader.Read();
        compact.PutValue();
        // Throws when something follows.
        compact._reader.Read();
        return compact._length == json.Length ? compact._compact : compact._compact.AsSpan(0, compact._length).ToArray();
    }

    private void PutValue()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                PutObject();
                break;
            case JsonTokenType.StartArray:
                PutArray();
                break;
            case JsonTokenType.String:
                PutString();
                break;
            default:
                Put(_reader.ValueSpan);
                break;
        }
    }

    private void PutArray()
    {
        Put("["u8);
        var first = true;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (!first) Put(","u8);
            first = false;
            PutValue();
        }

        Put("]"u8);
    }

    private void PutObject()
    {
        var start = _length;
        var members = new OrderedDictionary<string, Range>(StringComparer.Ordinal);
        var repeats = false;
        Put("{"u8);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            if (members.Count > 0) Put(","u8);
            var name = JsonStrings.Decode(_reader.ValueSpan);
            var place = _length;
            PutString();
            Put(":"u8);
            _reader.Read();
            PutValue();
            repeats |= members.ContainsKey(name);
            members[name] = place.._length;
        }

        Put("}"u8);
        if (repeats) KeepLast(start, members.Values);
    }

    /// <summary>Writes the object that begins at <paramref name="start"/> anew, with these members alone.</summary>
    private void KeepLast(int start, IEnumerable<Range> members)
    {
        var all = _compact.AsSpan(start, _length - start).ToArray();
        _length = start;
        Put("{"u8);
        foreach (var member in members)
        {
            if (_length > start + 1) Put(","u8);
            Put(all.AsSpan((member.Start.Value - start)..(member.End.Value - start)));
        }

        Put("}"u8);
    }

    private void PutString()
    {
        if (_reader.ValueIsEscaped)
        {
            _length += JsonStrings.Write(JsonStrings.Decode(_reader.ValueSpan), _compact.AsSpan(_length));
            return;
        }

        Put("\""u8);
        Put(_reader.ValueSpan);
        Put("\""u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_compact.AsSpan(_length));
        _length += bytes.Length;
    }
}
