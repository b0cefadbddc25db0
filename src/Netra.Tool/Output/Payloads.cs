using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>JSON that comes on the command line, and that goes out.</summary>
internal static class Payloads
{
    /// <summary>Reads an argument: JSON, or <c>-</c> for standard input.</summary>
    /// <exception cref="UsageException">It is no JSON.</exception>
    public static async Task<NetraJson> ReadAsync(string argument, string what, CancellationToken cancellationToken)
    {
        var text = argument == "-" ? await StandardInput.ReadToEndAsync(cancellationToken) : argument;
        try
        {
            return NetraJson.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"The {what} is no JSON: {exception.Message}");
        }
    }

    /// <summary>An element as part of an answer, as it came.</summary>
    public static JsonNode? NodeOf(JsonElement element) => JsonValue.Create(RawJson.Of(element.GetRawText()), ToolJson.Default.RawJson);
}
