using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>What an error frame is, to the last byte but for its time and its words (protocol section 6).</summary>
internal static class ErrorFrames
{
    /// <summary>Asserts the whole frame, and answers its message.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="code">Its code.</param>
    /// <param name="about">The id of what it is about; null when that had none.</param>
    /// <param name="details">Its details as JSON.</param>
    /// <param name="retryAfterMs">When another try makes sense.</param>
    public static string AssertExact(Frame frame, string code, string? about, string details = "{}", long? retryAfterMs = null)
    {
        Assert.True(frame.Type == "error", frame.Text);
        var message = frame.Payload.GetProperty("message");
        var id = about is null ? "" : $"\"id\":{JsonSerializer.Serialize(about)},";
        var reference = about is null ? "null" : JsonSerializer.Serialize(about);
        var payload = $"\"code\":\"{code}\",\"message\":{message.GetRawText()},\"ref\":{reference},\"retry_after_ms\":{retryAfterMs?.ToString() ?? "null"},\"details\":{details}";
        Assert.Equal($"{{\"type\":\"error\",{id}\"timestamp\":{frame.Timestamp},\"payload\":{{{payload}}}}}", frame.Text);
        Assert.InRange(frame.Timestamp, DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds());
        Plain.AssertMessage(message.GetString()!);
        return message.GetString()!;
    }
}
