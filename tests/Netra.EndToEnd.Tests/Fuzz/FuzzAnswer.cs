using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Netra.EndToEnd.Tests;

/// <summary>An HTTP answer that was read as strictly as RFC 9112 writes it.</summary>
internal sealed partial record FuzzAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private const int MaxHeadBytes = 16 * 1024;

    /// <summary>Reads an answer; null when the connection ends before one begins.</summary>
    public static async Task<FuzzAnswer?> ReadAsync(FuzzConnection connection, bool isOfHead)
    {
        while (true)
        {
            var head = await ReadHeadAsync(connection);
            if (head is null) return null;
            var lines = head.Split("\r\n");
            var statusLine = StatusLine().Match(lines[0]);
            Assert.True(statusLine.Success, $"No status line: {lines[0]}");
            var status = int.Parse(statusLine.Groups[1].Value, CultureInfo.InvariantCulture);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var line in lines[1..])
            {
                var header = Header().Match(line);
                Assert.True(header.Success, $"No header: {line}");
                headers[header.Groups[1].Value] = header.Groups[2].Value;
            }

            if (status == 100) continue;
            var hasBody = !isOfHead && status is not (101 or 204 or 304);
            return new FuzzAnswer(status, headers, hasBody ? await ReadBodyAsync(connection, headers) : []);
        }
    }

    /// <summary>Asserts that a refusal says why by the code of a problem; the server's own parser, which refuses what is no HTTP, answers without a word and closes.</summary>
    public void AssertRefusal(bool isOfHead)
    {
        Assert.True(Status < 500 || Status is 501 or 505, $"It answered {Status}.");
        if (!Headers.TryGetValue("Content-Type", out var type))
        {
            Assert.Equal("close", Headers.GetValueOrDefault("Connection"));
            Assert.Empty(Body);
            return;
        }

        Assert.Equal("application/problem+json", type);
        if (isOfHead) return;
        using var problem = JsonDocument.Parse(Body);
        Assert.Equal(Status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Matches("^[a-z_]+$", problem.RootElement.GetProperty("code").GetString());
        if (Status is 429 or 503) Assert.True(Headers.ContainsKey("Retry-After"));
    }

    private static async Task<string?> ReadHeadAsync(FuzzConnection connection)
    {
        var head = new StringBuilder();
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            var next = await connection.ReadByteAsync();
            if (next < 0 && head.Length == 0) return null;
            Assert.True(next >= 0, $"The connection ended in the head: {head}");
            Assert.True(head.Length < MaxHeadBytes, "The head has no end.");
            head.Append((char)next);
        }

        return head.ToString(0, head.Length - 4);
    }

    private static async Task<byte[]> ReadBodyAsync(FuzzConnection connection, Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("Content-Length", out var length))
            return await connection.ReadExactlyAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture));
        var isChunked = headers.GetValueOrDefault("Transfer-Encoding") == "chunked";
        return isChunked ? await ReadChunksAsync(connection) : await ReadToEndAsync(connection);
    }

    private static async Task<byte[]> ReadChunksAsync(FuzzConnection connection)
    {
        var body = new List<byte>();
        while (true)
        {
            var size = new StringBuilder();
            while (size.Length < 2 || size.ToString(size.Length - 2, 2) != "\r\n") size.Append((char)(await connection.ReadExactlyAsync(1))[0]);
            var bytes = int.Parse(size.ToString(0, size.Length - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.AddRange(await connection.ReadExactlyAsync(bytes));
            Assert.Equal("\r\n"u8.ToArray(), await connection.ReadAsync(2));
            if (bytes == 0) return [.. body];
        }
    }

    private static async Task<byte[]> ReadToEndAsync(FuzzConnection connection)
    {
        var body = new List<byte>();
        for (var next = await connection.ReadByteAsync(); next >= 0; next = await connection.ReadByteAsync()) body.Add((byte)next);
        return [.. body];
    }

    [GeneratedRegex(@"\AHTTP/1\.1 ([1-5][0-9]{2}) [ -~]*\z")]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"\A([!#$%&'*+.^_`|~0-9A-Za-z-]+): *([ -~]*)\z")]
    private static partial Regex Header();
}
