using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>JSON that comes on the command line, and that goes out.</summary>
internal static class Payloads
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    /// <summary>Reads an argument: JSON, or <c>-</c> for standard input.</summary>
    /// <exception cref="ToolException">It is no JSON.</exception>
    public static async Task<NetraJson> ReadAsync(string argument, string what, CancellationToken cancellationToken)
    {
        var text = argument == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : argument;
        try
        {
            return NetraJson.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new ToolException($"The {what} is no JSON: {exception.Message}");
        }
    }

    /// <summary>An element as part of an answer. Numbers keep their digits.</summary>
    public static JsonNode? NodeOf(JsonElement element) => JsonNode.Parse(element.GetRawText(), documentOptions: Deep);
}
