namespace Netra.EndToEnd.Tests;

/// <summary>Requests that are no WebSocket handshake, as the bytes they are (protocol section 1; RFC 6455 section 4).</summary>
public sealed class HandshakeTests(SharedHost shared) : SharedHostTests(shared)
{
    private const string Connection = "Connection: Upgrade";
    private const string WebSocket = "Upgrade: websocket";
    private const string Version = "Sec-WebSocket-Version: 13";
    private const string Key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    [Theory]
    [InlineData("GET /nothing HTTP/1.1", 404, "not_found")]
    [InlineData("GET /ws/more HTTP/1.1", 404, "not_found")]
    [InlineData("GET /wsx HTTP/1.1", 404, "not_found")]
    [InlineData("DELETE /ws HTTP/1.1", 405, "method_not_allowed")]
    [InlineData("PUT /ws HTTP/1.1", 405, "method_not_allowed")]
    public async Task Request_ThatIsNoGetOfTheSocket_IsRefused(string requestLine, int status, string code)
    {
        var answer = await RawConnection.AskAsync(Host.Port, requestLine, Connection, WebSocket, Version, Key, "Content-Length: 0");

        AssertProblem(answer, status, code);
        Assert.Equal(status == 405, answer.Contains("\r\nAllow: GET\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Connection)]
    [InlineData(WebSocket)]
    [InlineData("Connection: keep-alive|" + WebSocket)]
    [InlineData(Connection + "|Upgrade: h2c")]
    [InlineData(Connection + "|" + WebSocket + "|" + Key)]
    [InlineData(Connection + "|" + WebSocket + "|" + Key + "|Sec-WebSocket-Version: 12")]
    [InlineData(Connection + "|" + WebSocket + "|" + Key + "|Sec-WebSocket-Version: 8, 13")]
    public async Task Get_WithoutAnUpgradeOfVersion13_Is426AndSaysWhatIsServed(string headers)
    {
        var answer = await RawConnection.AskAsync(Host.Port, "GET /ws HTTP/1.1", headers.Split('|', StringSplitOptions.RemoveEmptyEntries));

        AssertProblem(answer, 426, "upgrade_required");
        Assert.Contains("\r\nUpgrade: websocket\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sec-WebSocket-Key:")]
    [InlineData("Sec-WebSocket-Key: abc")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSBsb25nZXI=")]
    [InlineData("Sec-WebSocket-Key: ????????????????????????")]
    public async Task Get_WithABadKey_Is400(string key)
    {
        string[] headers = key.Length == 0 ? [Connection, WebSocket, Version] : [Connection, WebSocket, Version, key];

        AssertProblem(await RawConnection.AskAsync(Host.Port, "GET /ws HTTP/1.1", headers), 400, "bad_request");
    }

    [Fact]
    public async Task Get_WithHeadersInAnotherCaseAndList_IsUpgraded()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.SendAsync($"GET /ws?token={TestToken.For(User)} HTTP/1.1\r\nhost: localhost\r\nCONNECTION: keep-alive, UPGRADE\r\n"
            + $"upgrade: WebSocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 101 ", await raw.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", 400)]
    [InlineData("GET /ws HTTP/9.9\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("GET /ws HTTP/1.1\r\n\r\n", 400)]
    public async Task Bytes_ThatAreNoRequest_AreAnsweredAndTheHostLives(string bytes, int status)
    {
        await using (var raw = await RawConnection.OpenAsync(Host.Port))
        {
            await raw.SendAsync(bytes);
            Assert.StartsWith($"HTTP/1.1 {status} ", await raw.ReadHeadAsync(), StringComparison.Ordinal);
        }

        await using var socket = await Host.ConnectAsync(User);
        await socket.PingAsync();
    }

    private static void AssertProblem(string answer, int status, string code)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"\"status\":{status},", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
    }
}
