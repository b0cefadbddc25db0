using System.Text.Json;

namespace Netra.Webhooks;

/// <summary>Reads the JSON of answers. What is wrong is a <see cref="WebhookFailedException"/> that names the place and quotes nothing.</summary>
internal static class AnswerJson
{
    /// <summary>Deeper than any message may be, so that its own reader says which one is too deep.</summary>
    private const int MaxDepth = 128;

    /// <summary>Reads an answer that must be one JSON object.</summary>
    public static T ReadObject<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw Fault("the answer", "is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw Fault("the answer", $"is not valid JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            // The document's way to say that a text has half of a surrogate pair.
            throw Fault("the answer", "has text that is not well-formed Unicode");
        }
    }

    /// <summary>A member that is there and not null. Of members that come twice the last counts.</summary>
    public static bool TryGet(this JsonElement element, string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public static WebhookFailedException Fault(string where, string what) => new(WebhookOutcome.InvalidAnswer, $"{where} {what}");
}
