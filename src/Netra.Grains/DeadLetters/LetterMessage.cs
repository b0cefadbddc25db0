using System.Text;
using System.Text.Json;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The message that a dead letter has.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Payload">A JSON object in UTF-8.</param>
internal readonly record struct LetterMessage(string Type, string Id, byte[] Payload)
{
    /// <exception cref="StorageDamagedException">The letter is no message.</exception>
    public static LetterMessage Of(DeadLetterRecord letter)
    {
        try
        {
            using var json = JsonDocument.Parse(letter.Json);
            var message = json.RootElement;
            return new LetterMessage(
                message.GetProperty("type").GetString()!,
                message.GetProperty("id").GetString()!,
                Encoding.UTF8.GetBytes(message.GetProperty("payload").GetRawText()));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StorageDamagedException("A dead letter is no message.", exception);
        }
    }
}
