using System.Text.Json;

namespace Netra.Client;

/// <summary>A frame from the server (protocol section 2).</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">The id of the message, or of the frame that this one answers.</param>
/// <param name="Seq">On durable frames only.</param>
/// <param name="Timestamp">Unix milliseconds.</param>
/// <param name="IsExpedited">Whether a durable frame came ahead of its turn.</param>
/// <param name="Payload">An object.</param>
internal sealed record ServerFrame(string Type, string? Id, long? Seq, long Timestamp, bool IsExpedited, JsonElement Payload)
{
    /// <summary><c>history</c> holds whole frames, each up to 64 levels deep.</summary>
    public static readonly JsonDocumentOptions Json = new() { MaxDepth = 128 };

    private static readonly JsonElement NoPayload = JsonElement.Parse("{}"u8);

    /// <summary>Reads a frame; null when the bytes are no JSON object with a type, or break the form of a frame.</summary>
    public static ServerFrame? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return From(JsonElement.Parse(bytes, Json));
        }
        catch (Exception exception) when (exception is JsonException or MalformedFrameException)
        {
            // Null says it: the core ends a connection that brings such a thing.
            return null;
        }
    }

    /// <exception cref="MalformedFrameException">It is no frame.</exception>
    public static ServerFrame From(JsonElement frame)
    {
        var members = new FrameMembers(frame);
        return new ServerFrame(
            members.Text("type"),
            members.OptionalText("id"),
            members.OptionalInteger("seq"),
            members.OptionalInteger("timestamp") ?? 0,
            members.OptionalFlag("expedited"),
            members.OptionalObject("payload") ?? NoPayload);
    }
}
