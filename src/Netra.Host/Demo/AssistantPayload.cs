using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.Host;

/// <summary>Reads a JSON object that somebody else wrote: what is of another kind than asked for is not there.</summary>
internal readonly struct AssistantPayload
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonElement _object;

    /// <param name="utf8">Valid JSON.</param>
    public AssistantPayload(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        _object = document.RootElement.Clone();
    }

    private AssistantPayload(JsonElement element) => _object = element;

    public bool Has(string name) => Find(name) is not null;

    public AssistantPayload? Object(string name) => Find(name) is { ValueKind: JsonValueKind.Object } found ? new AssistantPayload(found) : null;

    public long? Integer(string name) => Find(name) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var value) ? value : null;

    public string? Text(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.String } found) return null;
        try
        {
            return found.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which is JSON but no text.
            return null;
        }
    }

    /// <summary>A JSON document in UTF-8, in which text stands as it is.</summary>
    public static ReadOnlyMemory<byte> Write(JsonObject json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) json.WriteTo(writer);
        return bytes.ToArray();
    }

    private JsonElement? Find(string name) =>
        _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;
}
