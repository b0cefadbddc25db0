using System.Text;
using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>Compares what was read with what a vector says.</summary>
internal static class VectorAssert
{
    public static void Error(JsonElement expected, FrameError? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.GetProperty("code").GetString(), actual.Code.Name);
        if (expected.TryGetProperty("ref", out var reference)) Assert.Equal(reference.GetString(), actual.Ref);
        using var details = JsonDocument.Parse(DetailsOf(actual));
        Assert.True(
            JsonElement.DeepEquals(expected.GetProperty("details"), details.RootElement),
            $"Expected {expected.GetProperty("details")}, got {details.RootElement}");
        Assert.NotEqual("", actual.Message);
    }

    public static void Payload(JsonElement expected, ReadOnlyMemory<byte> actual)
    {
        var text = Encoding.UTF8.GetString(actual.Span);
        if (expected.TryGetProperty("payload_text", out var exact))
        {
            Assert.Equal(exact.GetString(), text);
            return;
        }

        using var payload = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("payload"), payload.RootElement), text);
    }

    private static ReadOnlyMemory<byte> DetailsOf(FrameError error)
    {
        using var frame = JsonDocument.Parse(ServerFrames.Error(error, timestampMs: 0));
        return Encoding.UTF8.GetBytes(frame.RootElement.GetProperty("payload").GetProperty("details").GetRawText());
    }
}
