using System.Text.Json;

namespace Netra.Protocol;

/// <summary>
/// The frames that the server sends (protocol sections 2 to 6), as UTF-8 JSON in arrays of their own. Members come in the order type, id,
/// seq, timestamp, payload. A payload or state that is passed as bytes is a JSON object already, and goes out as it is. An id that is
/// passed is that of the frame which is answered.
/// </summary>
public static partial class ServerFrames
{
    /// <summary>A durable frame.</summary>
    public static byte[] Durable(string type, string id, long seq, long timestampMs, ReadOnlySpan<byte> payload) =>
        WithPayload(FrameWriter.Begin(type, id, seq, timestampMs), payload);

    /// <summary>A frame beside the log, without a seq.</summary>
    public static byte[] Ephemeral(string type, string id, long timestampMs, ReadOnlySpan<byte> payload) =>
        WithPayload(FrameWriter.Begin(type, id, null, timestampMs), payload);

    /// <summary>The answer to a message that was accepted durably; <paramref name="seq"/> where the log has it.</summary>
    public static byte[] Ack(string id, long timestampMs, bool duplicate, long? seq)
    {
        var frame = FrameWriter.Begin(FrameTypes.Ack, id, null, timestampMs);
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteBoolean("duplicate"u8, duplicate);
        if (seq is { } number) json.WriteNumber("seq"u8, number);
        json.WriteEndObject();
        return frame.Finish();
    }

    /// <summary>The question for a sign of life.</summary>
    public static byte[] Ping(long timestampMs) =>
        WithPayload(FrameWriter.Begin(FrameTypes.Ping, null, null, timestampMs), "{}"u8);

    /// <summary>The answer to a <c>ping</c>, with its payload.</summary>
    public static byte[] Pong(string? id, long timestampMs, ReadOnlySpan<byte> payload) =>
        WithPayload(FrameWriter.Begin(FrameTypes.Pong, id, null, timestampMs), payload);

    /// <summary>An error. The <see cref="FrameError.Ref"/> is also the frame's id, for that is what it answers.</summary>
    public static byte[] Error(FrameError error, long timestampMs)
    {
        var frame = FrameWriter.Begin(FrameTypes.Error, error.Ref, null, timestampMs);
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteString("code"u8, error.Code.Name);
        json.WriteString("message"u8, error.Message);
        json.WriteString("ref"u8, error.Ref);
        WriteNumberOrNull(json, "retry_after_ms"u8, error.RetryAfterMs);
        json.WritePropertyName("details"u8);
        (error.Details ?? NoDetails).WriteTo(json);
        json.WriteEndObject();
        return frame.Finish();
    }

    /// <summary>The answer to an <c>auth</c> that was accepted.</summary>
    public static byte[] AuthOk(string? id, long timestampMs, long expiresAtMs)
    {
        var frame = FrameWriter.Begin(FrameTypes.AuthOk, id, null, timestampMs);
        frame.Json.WriteStartObject();
        frame.Json.WriteNumber("expires_at"u8, expiresAtMs);
        frame.Json.WriteEndObject();
        return frame.Finish();
    }

    /// <summary>A page of the log: whole frames as they were delivered, and whether more follow.</summary>
    public static byte[] History(string? id, long timestampMs, IReadOnlyList<ReadOnlyMemory<byte>> frames, bool hasMore)
    {
        var frame = FrameWriter.Begin(FrameTypes.History, id, null, timestampMs);
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteStartArray("messages"u8);
        foreach (var message in frames) json.WriteRawValue(message.Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, hasMore);
        json.WriteEndObject();
        return frame.Finish();
    }

    /// <summary>Says which seqs will not come, both ends included.</summary>
    public static byte[] Skipped(long timestampMs, long from, long to, SkipReason reason)
    {
        var frame = FrameWriter.Begin(FrameTypes.Skipped, null, null, timestampMs);
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, to);
        json.WriteString("reason"u8, reason.WireName());
        json.WriteEndObject();
        return frame.Finish();
    }

    /// <summary>Asks the client to come back after a delay.</summary>
    public static byte[] Reconnect(long timestampMs, long afterMs, string reason)
    {
        var frame = FrameWriter.Begin(FrameTypes.Reconnect, null, null, timestampMs);
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteNumber("after_ms"u8, afterMs);
        json.WriteString("reason"u8, reason);
        json.WriteEndObject();
        return frame.Finish();
    }

    private static readonly FrameErrorDetails NoDetails = new();

    private static byte[] WithPayload(FrameWriter frame, ReadOnlySpan<byte> payload)
    {
        frame.Json.WriteRawValue(payload, skipInputValidation: true);
        return frame.Finish();
    }

    private static void WriteNumberOrNull(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
