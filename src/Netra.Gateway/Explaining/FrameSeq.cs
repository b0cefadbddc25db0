using System.Text.Json;

namespace Netra.Gateway;

/// <summary>The seq of a frame on its way to a socket.</summary>
internal static class FrameSeq
{
    /// <summary>Reads it from what stands before the payload; false for a frame without one.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> frame, out long seq)
    {
        seq = 0;
        if (frame.IsEmpty) return false;
        var reader = new Utf8JsonReader(frame.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("payload"u8))
        {
            var isSeq = reader.ValueTextEquals("seq"u8);
            reader.Read();
            if (!isSeq) continue;
            seq = reader.GetInt64();
            return true;
        }

        return false;
    }
}
