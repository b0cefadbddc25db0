using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Gateway;

/// <summary>How the bodies of the server API are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PublishedBody))]
[JsonSerializable(typeof(PublishedBatchBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(PublishRequestBody))]
[JsonSerializable(typeof(MessagesBody))]
[JsonSerializable(typeof(MessagesPageBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(ExplanationBody))]
[JsonSerializable(typeof(DeadLettersPageBody))]
[JsonSerializable(typeof(RetriedBody))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(ConfigBody))]
[JsonSerializable(typeof(TicketRequestBody))]
[JsonSerializable(typeof(TicketBody))]
[JsonSerializable(typeof(RevocationRequestBody))]
[JsonSerializable(typeof(RevocationBody))]
[JsonSerializable(typeof(DisconnectRequestBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ApiJson : JsonSerializerContext;
