using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Netra.Client;

/// <summary>Reads and writes payloads by the options of the application, or by reflection where there is any.</summary>
internal sealed class PayloadJson(JsonSerializerOptions? options)
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}"u8);

    private readonly Lazy<JsonSerializerOptions> _options = new(() => Usable(options));

    /// <exception cref="NotSupportedException">The options don't know the type.</exception>
    public JsonTypeInfo<T> TypeOf<T>() => typeof(T) == typeof(JsonElement)
        ? JsonMetadataServices.CreateValueInfo<T>(new JsonSerializerOptions(), JsonMetadataServices.JsonElementConverter)
        : (JsonTypeInfo<T>)_options.Value.GetTypeInfo(typeof(T));

    /// <summary>A payload as it goes out.</summary>
    /// <exception cref="ArgumentException">It is no JSON object.</exception>
    public static JsonElement Write<T>(T payload, JsonTypeInfo<T> type)
    {
        if (payload is null or JsonElement { ValueKind: JsonValueKind.Undefined }) return Empty;
        // A copy: the document that an element belongs to may be disposed before it is sent.
        var element = payload is JsonElement given ? given.Clone() : JsonSerializer.SerializeToElement(payload, type);
        return element.ValueKind switch
        {
            JsonValueKind.Object => element,
            JsonValueKind.Null => Empty,
            _ => throw new ArgumentException($"A payload is a JSON object, not a {element.ValueKind}.", nameof(payload)),
        };
    }

    public static T? Read<T>(JsonElement payload, JsonTypeInfo<T> type) =>
        payload is T same ? same : payload.Deserialize(type);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Behind the switch that is off where code is trimmed.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Behind the switch that is off where code is compiled ahead of time.")]
    private static JsonSerializerOptions Usable(JsonSerializerOptions? options)
    {
        if (options?.TypeInfoResolver is not null) return options;
        if (!JsonSerializer.IsReflectionEnabledByDefault)
            throw new InvalidOperationException("Without reflection NetraClientOptions.Json has to be the options of a JsonSerializerContext.");
        if (options is null) return JsonSerializerOptions.Web;
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
