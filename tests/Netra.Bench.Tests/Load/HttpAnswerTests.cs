using System.Text;

namespace Netra.Bench.Tests;

public sealed class HttpAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nDate: now\r\n\r\n", 404)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n2\r\n{}\r\n0\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200)]
    public void IsWhole_AnswerThatComesByteByByte_IsWholeAtItsEndAlone(string answer, int status)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);

        var whole = Enumerable.Range(0, bytes.Length + 1).Where(length => HttpAnswer.IsWhole(bytes.AsSpan(0, length), out _, out _));

        Assert.Equal(bytes.Length, Assert.Single(whole));
        Assert.True(HttpAnswer.IsWhole(bytes, out var read, out var bodyAt));
        Assert.Equal(status, read);
        Assert.Equal(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4, bodyAt);
    }

    [Fact]
    public void IsWhole_AnswerWithoutALength_Throws() =>
        Assert.Throws<BenchException>(() => HttpAnswer.IsWhole("HTTP/1.1 200 OK\r\nDate: now\r\n\r\n"u8, out _, out _));
}
