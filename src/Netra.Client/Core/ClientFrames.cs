using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>Writes the frames of a client (protocol section 2.2).</summary>
internal static class ClientFrames
{
    /// <summary>The frame's own braces are one of them.</summary>
    private const int MaxLevels = 64;

    // What goes over a WebSocket is never part of a page, so nothing but JSON's own has to be escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly ReadOnlyMemory<byte> Ping = Write(FrameTypes.Ping);
    public static readonly ReadOnlyMemory<byte> Pong = Write(FrameTypes.Pong);
    public static readonly ReadOnlyMemory<byte> GetCurrentState = Write(FrameTypes.GetCurrentState, OwnIds.State);

    public static ReadOnlyMemory<byte> Ack(long seq) => Write(FrameTypes.Ack, null, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("seq", seq);
        writer.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Resume(long lastSeq, string epoch) => Write(FrameTypes.Resume, OwnIds.Resume, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("last_seq", lastSeq);
        writer.WriteString("epoch", epoch);
        writer.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Auth(string token) => Write(FrameTypes.Auth, OwnIds.Auth, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("token", token);
        writer.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Message(string id, string type, JsonElement payload) =>
        Write(type, id, writer => MutableJson.WriteRaw(writer, payload));

    public static ReadOnlyMemory<byte> Change(string id, StateChange change, long version)
    {
        var type = change.Kind == StateChangeKind.Updates ? FrameTypes.PartialStateUpdate : FrameTypes.StateUpdate;
        return Write(type, id, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", version);
            writer.WritePropertyName(change.Kind.WireName());
            MutableJson.WriteRaw(writer, change.Value);
            writer.WriteEndObject();
        });
    }

    /// <summary>Whether a frame is nested deeper than the server takes (protocol section 2).</summary>
    public static bool IsTooDeep(ReadOnlyMemory<byte> frame)
    {
        // An element of the application's may have been read more loosely than JSON is, and goes out as it was: the server says what it thinks of that.
        var reader = new Utf8JsonReader(
            frame.Span, new JsonReaderOptions { MaxDepth = int.MaxValue, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxLevels) return true;
        }

        return false;
    }

    private static ReadOnlyMemory<byte> Write(string type, string? id = null, Action<Utf8JsonWriter>? payload = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteString("type", type);
        if (id is not null) writer.WriteString("id", id);
        if (payload is not null)
        {
            writer.WritePropertyName("payload");
            payload(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
