using System.Text;
using System.Text.Json;
using Netra.Abstractions;
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

    /// <summary>
    /// The message of a letter as new work, without an end. One with an id of its own has the id that it had at the other user: should it have come
    /// there after all, lately, it counts once.
    /// </summary>
    /// <exception cref="StorageDamagedException">It is no letter that <see cref="Make"/> made.</exception>
    public static OutboxWork Again(DeadLetterRecord letter, UserId sender, long nowMs)
    {
        try
        {
            var (type, id, content) = LetterMessage.Of(letter);
            using var json = JsonDocument.Parse(content);
            var envelope = json.RootElement;
            if (!MessagePriorityNames.TryParse(envelope.GetProperty("priority").GetString()!, out var priority))
                throw new FormatException("There is no such priority.");
            var payload = Encoding.UTF8.GetBytes(envelope.GetProperty("payload").GetRawText());
            var message = new NewMessage(type, id, payload)
            {
                Priority = priority,
                IsDurable = envelope.GetProperty("durable").GetBoolean(),
            };
            return new OutboxWork(UserId.Parse(envelope.GetProperty("user_id").GetString()!), OutboxWork.IdOf(sender, message), message, nowMs);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new StorageDamagedException("A dead letter of a message for another user is damaged.", exception);
        }
    }
}
