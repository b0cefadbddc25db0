using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.TestHost;

/// <summary>JSON as the handlers read and write it.</summary>
internal static class Json
{
    public static JsonObject PayloadOf(IMessageContext context) => JsonNode.Parse(context.Message.Payload.Span)!.AsObject();

    public static NewMessage Message(string type, JsonObject payload) => new(type, null, JsonSerializer.SerializeToUtf8Bytes(payload));

    public static StateChange Patch(JsonObject patch, long? expectedVersion = null) =>
        new(StateChangeKind.Patch, JsonSerializer.SerializeToUtf8Bytes(patch), expectedVersion);
}
