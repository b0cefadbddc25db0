using System.Text.Json;
using Netra.Client.Publishing;
using Netra.Protocol;

namespace Netra.Tool;

/// <summary>Reads one line of a file of messages: an object as the server API takes it in a batch across users.</summary>
internal static class MessageLine
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = NetraJson.MaxDepth + 1 };

    /// <param name="text">The line.</param>
    /// <param name="id">The id of a message that has none; null: the publisher makes one.</param>
    /// <exception cref="ToolException">It is no message.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static (string User, PublishMessage Message) Read(string text, string? id)
    {
        using var document = JsonDocument.Parse(text, Options);
        var json = document.RootElement;
        if (json.ValueKind != JsonValueKind.Object) throw new ToolException("A message is a JSON object.");
        var message = new PublishMessage(Text(json, "type") ?? throw Missing("type"), Member(json, "payload") is { } payload ? NetraJson.From(payload) : null)
        {
            Id = Text(json, "id") ?? id,
            Priority = ReadPriority(json),
            TimeToLive = Number(json, "ttl_ms") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            IsDurable = Flag(json, "durable") ?? true,
        };
        return (Text(json, "user_id") ?? throw Missing("user_id"), message);
    }

    private static MessagePriority ReadPriority(JsonElement json)
    {
        if (Text(json, "priority") is not { } name) return MessagePriority.Normal;
        return MessagePriorityNames.TryParse(name, out var priority) ? priority : throw new ToolException("'priority' is low, normal, high or critical.");
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement json, string name) => Member(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new ToolException($"'{name}' is text."),
    };

    private static long? Number(JsonElement json, string name) => Member(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) => value,
        _ => throw new ToolException($"'{name}' is an integer."),
    };

    private static bool? Flag(JsonElement json, string name) => Member(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new ToolException($"'{name}' is true or false."),
    };

    private static ToolException Missing(string name) => new($"'{name}' is missing.");
}
