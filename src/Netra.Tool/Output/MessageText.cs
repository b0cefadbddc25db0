using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.Tool;

/// <summary>Writes a message, as JSON in the form of a frame.</summary>
internal static class MessageText
{
    public static void Write(ToolOutput output, string type, string? id, long? seq, DateTimeOffset timestamp, JsonElement payload) => output.Write(
        () => JsonOf(type, id, seq, timestamp, payload),
        () => $"{seq?.ToString(CultureInfo.InvariantCulture) ?? "-"}  {Times.Of(timestamp)}  {type}  {payload.GetRawText()}");

    private static JsonObject JsonOf(string type, string? id, long? seq, DateTimeOffset timestamp, JsonElement payload)
    {
        var json = new JsonObject { ["type"] = type };
        if (id is not null) json["id"] = id;
        if (seq is not null) json["seq"] = seq;
        json["timestamp"] = timestamp.ToUnixTimeMilliseconds();
        json["payload"] = Payloads.NodeOf(payload);
        return json;
    }
}
