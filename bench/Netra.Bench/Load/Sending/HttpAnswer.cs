using System.Buffers.Text;

namespace Netra.Bench;

/// <summary>Finds the end of an answer of HTTP/1.1 on a connection on which one call at a time is under way.</summary>
internal static class HttpAnswer
{
    private const int StatusAt = 9;
    private const int StatusDigits = 3;

    private static ReadOnlySpan<byte> Length => "Content-Length: "u8;

    private static ReadOnlySpan<byte> Chunked => "Transfer-Encoding: chunked"u8;

    private static ReadOnlySpan<byte> LastChunk => "\r\n0\r\n\r\n"u8;

    /// <summary>Whether all of it is there, its status, and where its body begins.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> answer, out int status, out int bodyAt)
    {
        (status, bodyAt) = (0, answer.IndexOf("\r\n\r\n"u8) + 4);
        if (bodyAt < 4) return false;
        status = (int)Digits.Read(answer.Slice(StatusAt, StatusDigits));
        var head = answer[..bodyAt];
        // The blank line belongs to the end of the only chunk when there is none.
        if (head.IndexOf(Chunked) >= 0) return answer[(bodyAt - 2)..].EndsWith(LastChunk);
        var at = head.IndexOf(Length);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + Length.Length)..], out int length, out _))
            throw new BenchException("The head of an answer does not say how long it is.");
        return answer.Length >= bodyAt + length;
    }
}
