using System.Text;

namespace Netra.Protocol.Tests;

/// <summary>Short ways to parse frames written as text.</summary>
internal static class FrameText
{
    public static ClientFrame Parse(string text)
    {
        Assert.True(ClientFrameParser.TryParse(Encoding.UTF8.GetBytes(text), out var frame, out var error), error?.Message);
        return frame;
    }

    public static FrameError Refuse(string text) => Refuse(Encoding.UTF8.GetBytes(text));

    public static FrameError Refuse(byte[] utf8)
    {
        Assert.False(ClientFrameParser.TryParse(utf8, out _, out var error));
        return error;
    }

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
