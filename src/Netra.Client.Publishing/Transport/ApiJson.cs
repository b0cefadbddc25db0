using System.Text.Json.Serialization;

namespace Netra.Client.Publishing;

/// <summary>
/// How bodies of the server API are read and written, by generated code. A page holds whole frames of up to 64 levels. An answer that lacks a member is no answer, and not
/// one with zeros in it.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UnixMillisecondsConverter)],
    MaxDepth = 70,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PublishedAnswer))]
[JsonSerializable(typeof(PublishedBatchAnswer))]
[JsonSerializable(typeof(MessagesPage))]
[JsonSerializable(typeof(DeadLettersPage))]
[JsonSerializable(typeof(UserInfo))]
[JsonSerializable(typeof(UserState))]
[JsonSerializable(typeof(RetriedAnswer))]
[JsonSerializable(typeof(RevokedAnswer))]
[JsonSerializable(typeof(RevocationBody))]
[JsonSerializable(typeof(DisconnectBody))]
[JsonSerializable(typeof(TicketBody))]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(ServerConfig))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
