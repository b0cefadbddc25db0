using System.Buffers;
using System.Text.Json;

namespace Netra.Webhooks;

/// <summary>Writes what an endpoint is sent.</summary>
internal static class WebhookRequestBody
{
    /// <summary>The JSON of the present try, in UTF-8.</summary>
    /// <param name="call">The call.</param>
    /// <param name="route">Its route.</param>
    public static byte[] Write(WebhookCall call, WebhookRouteOptions route)
    {
        var context = call.Context;
        var message = context.Message;
        var buffer = new ArrayBufferWriter<byte>(message.Payload.Length + 512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, message.Type);
            json.WriteString("id"u8, message.Id);
            json.WriteString("user_id"u8, context.User.Value);
            json.WriteString("client_id"u8, context.Client?.Value);
            json.WriteNumber("received_at"u8, message.ReceivedAtMs);
            json.WriteNumber("attempt"u8, AttemptOf(call, route));
            json.WriteNumber("state_version"u8, context.State.Version);
            if (route.IncludeState) WriteJson(json, "state"u8, context.State.Json);
            WriteJson(json, "payload"u8, message.Payload);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Rises with every request about a message; 1 is the first. Earlier runs of the handler count with all the tries that they may have had.</summary>
    private static int AttemptOf(WebhookCall call, WebhookRouteOptions route) => ((call.Context.Attempt - 1) * (route.Retries + 1)) + call.Tries;

    /// <summary>Payloads and states were checked when they came in.</summary>
    private static void WriteJson(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Span, skipInputValidation: true);
    }
}
