using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>A dead letter as the API lists it.</summary>
public sealed record DeadLetterAnswer(long Seq, string Reason, long At, Frame Message)
{
    public static DeadLetterAnswer Of(JsonElement letter) => new(
        letter.GetProperty("seq").GetInt64(),
        letter.GetProperty("reason").GetString()!,
        letter.GetProperty("at").GetInt64(),
        new Frame(letter.GetProperty("message").GetRawText()));
}
