using System.Globalization;
using System.Text.Json;
using Netra.Client.Publishing;
using Netra.Protocol;

namespace Netra.Tool;

/// <summary>Reads one line of a file of messages: an object as the server API takes it in a batch across users.</summary>
internal static class MessageLine
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = NetraJson.MaxDepth + 1 };

    /// <param name="text">The line.</param>
    /// <param name="number">Its number.</param>
    /// <param name="defaults">What counts where the line says nothing.</param>
    /// <exception cref="ToolException">It is no message.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static (string User, PublishMessage Message) Read(string text, int number, LineDefaults defaults)
    {
        using var document = JsonDocument.Parse(text, Options);
        try
        {
            return Read(document.RootElement, number, defaults);
        }
        catch (InvalidOperationException exception)
        {
            // What the reader throws for an escaped half of a surrogate pair, in a name or in text.
            throw new ToolException($"The text of a member is not well-formed: {exception.Message}");
        }
    }

    private static (string User, PublishMessage Message) Read(JsonElement json, int number, LineDefaults defaults)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new ToolException("A message is a JSON object.");
        var message = new PublishMessage(Text(json, "type") ?? throw Missing("type"), Member(json, "payload") is { } payload ? NetraJson.From(payload) : null)
        {
            Id = Text(json, "id") ?? (defaults.IdPrefix is null ? null : string.Create(CultureInfo.InvariantCulture, $"{defaults.IdPrefix}-{number}")),
            Priority = ReadPriority(json) ?? defaults.Priority,
            TimeToLive = ReadLife(json) ?? defaults.TimeToLive,
            IsDurable = Flag(json, "durable") ?? defaults.IsDurable,
        };
        return (Text(json, "user_id") ?? throw Missing("user_id"), message);
    }

    private static TimeSpan? ReadLife(JsonElement json) => Number(json, "ttl_ms") switch
    {
        null => null,
        >= 1 and <= PublishItem.MaxTtlMs and var milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        _ => throw new ToolException($"'ttl_ms' is from 1 to {PublishItem.MaxTtlMs.ToString(CultureInfo.InvariantCulture)}."),
    };

    private static MessagePriority? ReadPriority(JsonElement json)
    {
        if (Text(json, "priority") is not { } name) return null;
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
