using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Tool;

/// <summary>Payloads as they were typed.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(RawJson))]
internal sealed partial class ToolJson : JsonSerializerContext;
