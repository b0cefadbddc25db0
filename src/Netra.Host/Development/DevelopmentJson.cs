using System.Text.Json.Serialization;

namespace Netra.Host;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DevelopmentTokenRequest))]
[JsonSerializable(typeof(DevelopmentTokenAnswer))]
internal sealed partial class DevelopmentJson : JsonSerializerContext;
