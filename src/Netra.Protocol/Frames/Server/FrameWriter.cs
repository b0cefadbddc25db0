using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Netra.Protocol;

/// <summary>
/// Writes one frame after another into a buffer that it keeps, one writer per thread. A frame is begun and finished by one method that
/// calls nothing in between that could begin another.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Lives as long as its thread; the JSON writer holds nothing but the buffer.")]
internal sealed class FrameWriter
{
    /// <summary>A buffer that grew beyond this for one large frame is not kept.</summary>
    private const int MaxKeptBytes = 64 * 1024;

    [ThreadStatic]
    private static FrameWriter? _ofThisThread;

    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _buffer = new(512);

    private FrameWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>Begins a frame: its type, id, seq and timestamp, the present ones in this order.</summary>
    /// <returns>The thread's writer, of which <see cref="Json"/> stands before the payload's value.</returns>
    public static FrameWriter Begin(string type, string? id, long? seq, long timestampMs)
    {
        var writer = _ofThisThread ??= new FrameWriter();
        writer.Reset();
        var json = writer._json;
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        if (id is not null) json.WriteString("id"u8, id);
        if (seq is { } number) json.WriteNumber("seq"u8, number);
        json.WriteNumber("timestamp"u8, timestampMs);
        json.WritePropertyName("payload"u8);
        return writer;
    }

    /// <summary>The writer to write the payload with.</summary>
    public Utf8JsonWriter Json => _json;

    /// <summary>Ends the frame.</summary>
    /// <returns>Its bytes, in an array of their own.</returns>
    public byte[] Finish()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    private void Reset()
    {
        if (_buffer.Capacity > MaxKeptBytes) _buffer = new ArrayBufferWriter<byte>(512);
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
    }
}
