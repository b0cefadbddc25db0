using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Netra.Client.Publishing;

/// <summary>A JSON value that goes to the server as it was written: numbers keep their digits. It is valid JSON of at most <see cref="MaxDepth"/> levels.</summary>
public sealed class NetraJson
{
    /// <summary>How deep a payload may be: one level less than the frame that it becomes part of.</summary>
    public const int MaxDepth = 63;

    private readonly byte[] _utf8;

    private NetraJson(byte[] utf8, JsonTokenType kind)
    {
        _utf8 = utf8;
        Kind = kind;
    }

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>What it begins with: an object, an array, or what value it is.</summary>
    internal JsonTokenType Kind { get; }

    /// <summary>Takes JSON text.</summary>
    /// <exception cref="JsonException">It is no JSON, or too deep.</exception>
    /// <exception cref="ArgumentException">It has half of a surrogate pair. Written as an escape in the JSON, <c>\ud800</c>, that goes to the server as it is.</exception>
    public static NetraJson Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Check(StrictText.ToUtf8(json, "JSON text", nameof(json)));
    }

    /// <summary>Takes a copy of JSON text in UTF-8.</summary>
    /// <exception cref="JsonException">It is no JSON, or too deep.</exception>
    public static NetraJson Parse(ReadOnlySpan<byte> utf8) => Check(utf8.ToArray());

    /// <summary>Takes an element as it was written.</summary>
    /// <exception cref="JsonException">It is too deep.</exception>
    public static NetraJson From(JsonElement element) => Parse(element.GetRawText());

    /// <summary>Serialises a value by generated code, which works in programs that are compiled ahead of time.</summary>
    /// <exception cref="JsonException">It is too deep.</exception>
    public static NetraJson From<T>(T value, JsonTypeInfo<T> type) => Check(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Serialises a value, an anonymous one too, with the names of <see cref="JsonSerializerOptions.Web"/>.</summary>
    /// <exception cref="JsonException">It is too deep.</exception>
    [RequiresUnreferencedCode("Reads the members of the value's type by reflection. Pass a JsonTypeInfo in programs that are trimmed.")]
    [RequiresDynamicCode("Reads the members of the value's type by reflection. Pass a JsonTypeInfo in programs that are compiled ahead of time.")]
    public static NetraJson From<T>(T value) => Check(JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web));

    /// <summary>The text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8);

    private static NetraJson Check(byte[] utf8)
    {
        // The reader does not look into strings.
        if (!System.Text.Unicode.Utf8.IsValid(utf8)) throw new JsonException("The text is not UTF-8.");
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var kind = reader.TokenType;
        while (reader.Read())
        {
            // Reading to the end is the check.
        }

        return new NetraJson(utf8, kind);
    }
}
