using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>Writes the frames of a client (protocol section 2.2).</summary>
internal static class ClientFrames
{
    // What goes over a WebSocket is never part of a page, so nothing but JSON's own has to be escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly ReadOnlyMemory<byte> Ping = Write(FrameTypes.Ping, null, null);
    public static readonly ReadOnlyMemory<byte> Pong = Write(FrameTypes.Pong, null, null);
    public static readonly ReadOnlyMemory<byte> GetCurrentState = Write(FrameTypes.GetCurrentState, null, null);

    public static ReadOnlyMemory<byte> Ack(long seq) => Write(FrameTypes.Ack, null, payload => payload.WriteNumber("seq", seq));

    public static ReadOnlyMemory<byte> Resume(long lastSeq, string epoch) => Write(FrameTypes.Resume, null, payload =>
    {
        payload.WriteNumber("last_seq", lastSeq);
        payload.WriteString("epoch", epoch);
    });

    public static ReadOnlyMemory<byte> Auth(string id, string token) => Write(FrameTypes.Auth, id, payload => payload.WriteString("token", token));

    public static ReadOnlyMemory<byte> Message(string id, string type, JsonElement payload) => Write(type, id, writer =>
    {
        foreach (var member in payload.EnumerateObject()) member.WriteTo(writer);
    });

    public static ReadOnlyMemory<byte> Change(string id, StateChange change, long version)
    {
        var type = change.Kind == StateChangeKind.Updates ? FrameTypes.PartialStateUpdate : FrameTypes.StateUpdate;
        return Write(type, id, payload =>
        {
            payload.WriteNumber("version", version);
            payload.WritePropertyName(change.Kind.WireName());
            change.Value.WriteTo(payload);
        });
    }

    private static ReadOnlyMemory<byte> Write(string type, string? id, Action<Utf8JsonWriter>? payload)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteString("type", type);
        if (id is not null) writer.WriteString("id", id);
        if (payload is not null)
        {
            writer.WriteStartObject("payload");
            payload(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
