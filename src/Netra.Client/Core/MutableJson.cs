using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Netra.Client;

/// <summary>
/// JSON that can be changed: an object is a <c>Dictionary&lt;string, object&gt;</c>, an array a <c>List&lt;object&gt;</c>, everything else the
/// <see cref="JsonElement"/> that it was. These are written by their text as it came: the framework's nodes decode strings, and can't write half a surrogate
/// pair, which the server keeps.
/// </summary>
internal static class MutableJson
{
    /// <summary>Of members that come twice the last counts.</summary>
    /// <exception cref="InvalidOperationException">The name of a member is no text.</exception>
    public static object Of(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object) return ObjectOf(element);
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray().Select(Of).ToList();
        return element;
    }

    public static Dictionary<string, object> ObjectOf(JsonElement element)
    {
        var members = new Dictionary<string, object>();
        foreach (var member in element.EnumerateObject()) members[member.Name] = Of(member.Value);
        return members;
    }

    public static object Clone(object value) => value switch
    {
        Dictionary<string, object> members => members.ToDictionary(member => member.Key, member => Clone(member.Value)),
        List<object> items => items.ConvertAll(Clone),
        _ => value,
    };

    public static JsonElement ToElement(object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        Write(writer, value);
        writer.Flush();
        return JsonElement.Parse(buffer.WrittenSpan, ServerFrame.Json);
    }

    /// <summary>Writes a value by its text as it is.</summary>
    public static void WriteRaw(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case Dictionary<string, object> members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case List<object> items:
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                WriteRaw(writer, (JsonElement)value);
                break;
        }
    }
}
