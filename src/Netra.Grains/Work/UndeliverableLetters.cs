using System.Text.Json;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// Dead letters of messages for other users, which are kept with their sender: the message's type, and as payload
/// <c>{"user_id":…,"priority":…,"ttl_ms":…,"durable":…,"payload":{…}}</c>.
/// </summary>
internal static class UndeliverableLetters
{
    public static NewFrame Make(OutboxWork work)
    {
        using var buffer = new MemoryStream(work.Message.Payload.Length + 128);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("user_id"u8, work.To.Value);
            json.WriteString("priority"u8, work.Message.Priority.WireName());
            if (work.Message.TtlMs is { } ttlMs) json.WriteNumber("ttl_ms"u8, ttlMs);
            else json.WriteNull("ttl_ms"u8);
            json.WriteBoolean("durable"u8, work.Message.IsDurable);
            json.WritePropertyName("payload"u8);
            json.WriteRawValue(work.Message.Payload.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        return new NewFrame(work.Message.Type, work.Message.Id ?? work.Id, buffer.ToArray()) { DeadLetter = DeadLetterReason.Undeliverable };
    }
}
