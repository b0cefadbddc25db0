using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Tool;

/// <summary>Writes JSON as it came: decoding it would fail for a string with half of a surrogate pair, which a client may send.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Raw JSON is only written.");

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
}
