using System.Text;
using System.Text.Json;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>Takes a dead letter's frame apart, so that it can be sent once more.</summary>
internal static class DeadLetterFrames
{
    /// <summary>A new frame with the type, id, payload and priority of the old one, and without an end.</summary>
    /// <exception cref="StorageDamagedException">The letter is no frame.</exception>
    public static NewFrame Again(DeadLetterRecord letter)
    {
        try
        {
            using var json = JsonDocument.Parse(letter.Json);
            var frame = json.RootElement;
            return new NewFrame(
                frame.GetProperty("type").GetString()!,
                frame.GetProperty("id").GetString()!,
                Encoding.UTF8.GetBytes(frame.GetProperty("payload").GetRawText()))
            {
                Priority = letter.Priority,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StorageDamagedException("A dead letter is no frame.", exception);
        }
    }
}
