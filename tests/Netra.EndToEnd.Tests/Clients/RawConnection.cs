using System.Net.Sockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>A TCP connection that sends exactly the bytes it is told to: for requests that no HTTP client would send.</summary>
public sealed partial class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;

    /// <summary>Connects.</summary>
    /// <param name="port">The port on this machine.</param>
    /// <param name="receiveBufferBytes">How much this side's system takes before anybody reads it; 0: as it likes.</param>
    public static async Task<RawConnection> OpenAsync(int port, int receiveBufferBytes = 0)
    {
        var connection = new RawConnection();
        if (receiveBufferBytes > 0) connection._client.ReceiveBufferSize = receiveBufferBytes;
        using var patience = new CancellationTokenSource(Patience.Short);
        await connection._client.ConnectAsync("127.0.0.1", port, patience.Token);
        connection._stream = connection._client.GetStream();
        return connection;
    }

    /// <summary>Sends a request with <c>Connection: close</c> and answers all that comes.</summary>
    public static async Task<string> AskAsync(int port, string requestLine, params string[] headers)
    {
        await using var connection = await OpenAsync(port);
        await connection.SendAsync(string.Join("\r\n", [requestLine, "Host: localhost", .. headers, "", ""]));
        return await connection.ReadHeadAndBodyAsync();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        await _stream.WriteAsync(bytes, patience.Token);
    }

    /// <summary>Upgrades this connection to a WebSocket and reads the answer's head.</summary>
    public async Task UpgradeAsync(string query)
    {
        await SendAsync($"GET /ws?{query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await ReadHeadAsync(), StringComparison.Ordinal);
    }

    /// <summary>Reads frames that the server sends, up to and including its close frame, and answers that one's code.</summary>
    public async Task<int> ReadCloseCodeAsync() => await ReadCloseAsync() ?? throw new InvalidDataException("The close frame has no code.");

    /// <summary>Reads so many bytes, whatever they are.</summary>
    public Task ReadAsync(int count) => ReadExactlyAsync(count);

    /// <summary>Ends the connection by a TCP reset.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Dispose();
    }

    /// <summary>Reads until the server hangs up.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        using var text = new MemoryStream();
        await _stream.CopyToAsync(text, patience.Token);
        return Encoding.Latin1.GetString(text.ToArray());
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads one answer: its head, and as much of a body as its head says; to the end where it says nothing.</summary>
    public async Task<string> ReadHeadAndBodyAsync()
    {
        var head = await ReadHeadAsync();
        var lengthLine = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        if (lengthLine is not null)
        {
            var body = await ReadExactlyAsync(int.Parse(lengthLine.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
            return head + Encoding.UTF8.GetString(body);
        }

        var rest = new StringBuilder(head);
        // A chunked body ends with an empty chunk.
        while (!rest.ToString().EndsWith("0\r\n\r\n", StringComparison.Ordinal)) rest.Append((char)await ReadByteAsync());
        return rest.ToString();
    }

    /// <summary>Reads the head of an answer, with its empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)await ReadByteAsync());
        return head.ToString();
    }

    private async Task<int> ReadByteAsync() => (await ReadExactlyAsync(1))[0];

    private async Task<byte[]> ReadExactlyAsync(int count)
    {
        var buffer = new byte[count];
        using var patience = new CancellationTokenSource(Patience.Short);
        await _stream.ReadExactlyAsync(buffer, patience.Token);
        return buffer;
    }
}
