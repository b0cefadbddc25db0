using System.Text.Json;

namespace Netra.Protocol;

/// <summary>
/// Walks over a JSON text once and hands out places in it. Depth is recorded, not limited, so that the caller says what is too deep.
/// Every method and the constructor throw <see cref="JsonException"/> where the text is not valid JSON.
/// </summary>
internal ref struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _reader;

    /// <summary>Stands on the first token.</summary>
    public JsonCursor(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        _reader.Read();
    }

    /// <summary>The token that the cursor stands on.</summary>
    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Where the text first goes deeper than <see cref="JsonFaults.MaxDepth"/>, in what has been read.</summary>
    public int? DeeperThanAllowedAt { get; private set; }

    /// <summary>Steps to the next member of the object that the cursor is in; false at the object's end.</summary>
    public bool NextMember(out JsonSlice name, out JsonSlice value)
    {
        name = default;
        value = default;
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject) return false;

        var start = (int)_reader.TokenStartIndex;
        name = new JsonSlice { Kind = JsonTokenType.String, Offset = start, Raw = _utf8.Slice(start, _reader.ValueSpan.Length + 2) };
        _reader.Read();
        value = TakeValue();
        return true;
    }

    /// <summary>Steps to the next element of the array that the cursor is in; false at the array's end.</summary>
    public bool NextElement(out JsonSlice value)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            value = default;
            return false;
        }

        value = TakeValue();
        return true;
    }

    /// <summary>Takes the value whose first token the cursor stands on, and stops on its last.</summary>
    public JsonSlice TakeValue()
    {
        var kind = _reader.TokenType;
        var start = (int)_reader.TokenStartIndex;
        var depth = kind is JsonTokenType.StartObject or JsonTokenType.StartArray ? PassContainer() : 0;
        var end = (int)_reader.BytesConsumed;
        return new JsonSlice { Kind = kind, Offset = start, Raw = _utf8[start..end], Depth = depth };
    }

    /// <summary>Makes sure that nothing follows.</summary>
    public void ExpectEnd() => _reader.Read();

    private int PassContainer()
    {
        // The reader's depth is that of what holds the token, so a bracket at depth 64 opens level 65.
        var outside = _reader.CurrentDepth;
        var deepest = outside;
        do
        {
            _reader.Read();
            if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) continue;
            deepest = Math.Max(deepest, _reader.CurrentDepth);
            if (_reader.CurrentDepth >= JsonFaults.MaxDepth) DeeperThanAllowedAt ??= (int)_reader.TokenStartIndex;
        }
        while (_reader.CurrentDepth > outside);

        return deepest - outside + 1;
    }
}
