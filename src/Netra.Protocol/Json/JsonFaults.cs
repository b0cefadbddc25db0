using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Netra.Protocol;

/// <summary>Makes the errors of text that is no JSON message at all, each with its place.</summary>
internal static class JsonFaults
{
    /// <summary>The deepest nesting of a frame, its own braces included.</summary>
    public const int MaxDepth = 64;

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Finds what can be said before any JSON is read: nothing is there, or it is not UTF-8.</summary>
    public static FrameError? BeforeReading(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.ContainsAnyExcept(WhiteSpace))
        {
            return new FrameError(ErrorCodes.EmptyMessage, "The message is empty; a JSON object was expected.");
        }

        return Utf8.IsValid(utf8) ? null : At(utf8, ValidPrefixLength(utf8), "The message is not valid UTF-8; JSON in UTF-8 was expected.");
    }

    /// <summary>The error of text that is not valid JSON.</summary>
    public static FrameError Syntax(ReadOnlySpan<byte> utf8) =>
        At(utf8, SyntaxErrorOffset(utf8), "The message is not valid JSON; one JSON object was expected.");

    /// <summary>The error of a value whose nesting, where it would stand in a frame, goes beyond <see cref="MaxDepth"/>.</summary>
    public static FrameError TooDeep(ReadOnlySpan<byte> utf8, int offset) =>
        At(utf8, offset, $"The message is nested too deeply; at most {MaxDepth} levels were expected.");

    /// <summary>
    /// Reads the text again as one that might go on. If that finds no fault, the text was cut off, and the place is its end; the place that a
    /// reader tells for such text otherwise depends on the token that it was cut in.
    /// </summary>
    private static int SyntaxErrorOffset(ReadOnlySpan<byte> utf8)
    {
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue });
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, state);
        try
        {
            while (reader.Read())
            {
            }

            return utf8.Length;
        }
        catch (JsonException exception)
        {
            var offset = LineStart(utf8, exception.LineNumber ?? 0) + (exception.BytePositionInLine ?? 0);
            return (int)Math.Min(offset, utf8.Length);
        }
    }

    private static FrameError At(ReadOnlySpan<byte> utf8, int offset, string message)
    {
        var before = utf8[..offset];
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new FrameError(ErrorCodes.InvalidJson, message) { Details = new FrameErrorDetails { Line = line, Column = column } };
    }

    private static int LineStart(ReadOnlySpan<byte> utf8, long line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            var feed = utf8[start..].IndexOf((byte)'\n');
            if (feed < 0) break;
            start += feed + 1;
        }

        return start;
    }

    private static int ValidPrefixLength(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(utf8[length..], out _, out var consumed) == OperationStatus.Done) length += consumed;
        return length;
    }
}
