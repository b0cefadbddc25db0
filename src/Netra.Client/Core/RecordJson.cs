using System.Buffers;
using System.Text;
using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>How what is kept is written (docs/client.md, section 12: <c>save</c> and <c>save_outbox</c>).</summary>
internal static class RecordJson
{
    public static string Write(PositionRecord record) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("user_id", record.UserId);
        writer.WriteString("epoch", record.Epoch);
        writer.WriteNumber("last_seq", record.LastSeq);
        writer.WriteStartArray("early");
        foreach (var seq in record.Early) writer.WriteNumberValue(seq);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static string Write(IReadOnlyList<OutboxRecord> entries) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var entry in entries) Write(writer, entry);
        writer.WriteEndArray();
    });

    /// <exception cref="MalformedFrameException">It is no record.</exception>
    public static PositionRecord ReadPosition(JsonElement json)
    {
        var members = new FrameMembers(json);
        if (!members.TryGet("early", out var early) || early.ValueKind != JsonValueKind.Array) throw new MalformedFrameException("early");
        var seqs = early.EnumerateArray().Select(ReadSeq);
        return new PositionRecord(members.OptionalText("user_id"), members.Text("epoch"), members.Integer("last_seq"), [.. seqs]);
    }

    /// <exception cref="MalformedFrameException">They are no entries.</exception>
    public static IReadOnlyList<OutboxRecord> ReadOutbox(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(ReadEntry)] : throw new MalformedFrameException("outbox");

    private static long ReadSeq(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var seq) ? seq : throw new MalformedFrameException("early");

    private static OutboxRecord ReadEntry(JsonElement json)
    {
        var members = new FrameMembers(json);
        var id = members.Text("id");
        if (!members.TryGet("change", out var change)) return OutboxRecord.Message(id, members.Text("type"), members.Object("payload"));
        return OutboxRecord.Of(id, StateChange.From(new FrameMembers(change)) ?? throw new MalformedFrameException("change"), members.OptionalInteger("version"));
    }

    private static void Write(Utf8JsonWriter writer, OutboxRecord entry)
    {
        writer.WriteStartObject();
        writer.WriteString("id", entry.Id);
        if (entry.Change is { } change)
        {
            writer.WriteStartObject("change");
            writer.WritePropertyName(change.Kind.WireName());
            MutableJson.WriteRaw(writer, change.Value);
            writer.WriteEndObject();
            if (entry.Version is { } version) writer.WriteNumber("version", version);
        }
        else
        {
            writer.WriteString("type", entry.Type);
            writer.WritePropertyName("payload");
            MutableJson.WriteRaw(writer, entry.Payload);
        }

        writer.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        write(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
