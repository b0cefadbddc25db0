using System.Text.Json;
using Netra.Abstractions;

namespace Netra.Webhooks;

/// <summary>Reads the body of a 422: <c>{"message":…,"field":…}</c>, for the sender of the message.</summary>
internal static class WebhookRejectionReader
{
    private const int MaxMessageLength = 1000;
    private const int MaxFieldLength = 256;

    /// <exception cref="WebhookFailedException">The body is not as specified: then it is no rejection but some framework's answer, and not for the sender's eyes.</exception>
    public static MessageRejectedException Read(ReadOnlyMemory<byte> utf8) => AnswerJson.ReadObject(utf8, answer =>
    {
        var message = ReadText(answer, "message", MaxMessageLength)
            ?? throw AnswerJson.Fault("message", "is missing in the answer 422");
        return new MessageRejectedException(message, ReadText(answer, "field", MaxFieldLength));
    });

    private static string? ReadText(JsonElement answer, string name, int maxLength)
    {
        if (!answer.TryGet(name, out var value)) return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is { Length: > 0 } && text.Length <= maxLength
            ? text
            : throw AnswerJson.Fault(name, $"in the answer 422 must be a string of 1 to {maxLength} characters");
    }
}
