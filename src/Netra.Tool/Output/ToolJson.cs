using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Tool;

/// <summary>Payloads as they were typed.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ToolJson : JsonSerializerContext;
