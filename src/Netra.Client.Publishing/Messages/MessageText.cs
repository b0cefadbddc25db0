using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>Checks and writes messages as the server API takes them.</summary>
internal static class MessageText
{
    /// <summary>The id that the message is sent with.</summary>
    public static string? IdOf(PublishMessage message) => message.Id ?? (message.IsDurable ? MessageId.NewId() : null);

    /// <summary>Writes a message.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="id">Its id, from <see cref="IdOf"/>.</param>
    /// <param name="user">Whom it is for.</param>
    /// <exception cref="ArgumentException">The server would refuse it whatever comes.</exception>
    public static void Write(Utf8JsonWriter json, PublishMessage message, string? id, string user)
    {
        Check(message);
        json.WriteStartObject();
        json.WriteString("user_id"u8, user);
        json.WriteString("type"u8, message.Type);
        if (id is not null) json.WriteString("id"u8, id);
        if (message.Priority != MessagePriority.Normal) json.WriteString("priority"u8, message.Priority.WireName());
        if (message.TimeToLive is { } life) json.WriteNumber("ttl_ms"u8, (long)life.TotalMilliseconds);
        if (!message.IsDurable) json.WriteBoolean("durable"u8, false);
        if (message.Payload is { } payload)
        {
            json.WritePropertyName("payload"u8);
            json.WriteRawValue(payload.Utf8.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static void Check(PublishMessage message)
    {
        if (message.Type is null || !FrameTypes.IsValid(message.Type) || FrameTypes.IsReserved(message.Type))
            throw new ArgumentException($"A type has 1 to {FrameTypes.MaxLength} characters and is none of the protocol's own, unlike '{message.Type}'.", nameof(message));
        if (message.Id is { } id && !MessageId.IsValid(id)) throw new ArgumentException($"An id has 1 to {MessageId.MaxLength} characters.", nameof(message));
        StrictText.Check(message.Type, "A type", nameof(message));
        StrictText.Check(message.Id, "An id", nameof(message));
        if (message.Payload is { Kind: not JsonTokenType.StartObject }) throw new ArgumentException("A payload is a JSON object.", nameof(message));
        if (message.TimeToLive is { TotalMilliseconds: < 1 or > PublishItem.MaxTtlMs })
            throw new ArgumentException($"A time to live is from one millisecond to ten years, not {message.TimeToLive}.", nameof(message));
    }
}
