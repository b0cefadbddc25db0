using System.Net.Sockets;
using System.Net.WebSockets;

namespace Netra.EndToEnd.Tests;

/// <summary>Connects that come to nothing: nobody is there, somebody is silent, the address is wrong.</summary>
public sealed class UnansweredConnectTests(QuickHost quick) : BehaviourTests(quick)
{
    [Fact]
    public async Task AbsentServer_NothingListens_IsRefusedByTheSystem()
    {
        var nowhere = new UriBuilder(Host.BaseUrl) { Port = FreePorts.Next() }.Uri.GetLeftPart(UriPartial.Authority);

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => NetraSocket.ConnectAsync(nowhere, TestToken.For(User)));

        var cause = Assert.IsType<HttpRequestException>(refused.InnerException);
        Assert.Equal(HttpRequestError.ConnectionError, cause.HttpRequestError);
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(cause.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task AbsentServer_ThePortOfHealth_HasNoSocket()
    {
        using var management = new NetraApi(Host.ManagementUrl);

        Assert.Equal(404, (await Upgrade.TryAsync(management, "token=" + TestToken.For(User))).Status);
        Assert.Empty(await Calls.ConnectionIdsAsync());
    }

    [Fact]
    public async Task Timeout_TheClientWaitsNoLonger_LeavesNothingBehind()
    {
        await using var network = TcpRelay.To(Host);
        using var socket = new ClientWebSocket();
        using var patience = new CancellationTokenSource();
        network.HoldToClient();

        var connecting = socket.ConnectAsync(
            new Uri(network.BaseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/ws?token=" + TestToken.For(User)), patience.Token);
        await Calls.AssertConnectionsAsync(1);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(WebSocketState.Closed, socket.State);
        await Calls.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task Timeout_OfARequestThatNeverEnds_Is408AndTheEnd()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.SendAsync($"GET /ws?token={TestToken.For(User)} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n");

        Assert.StartsWith("HTTP/1.1 408 ", await raw.ReadHeadAsync(), StringComparison.Ordinal);
        await raw.AssertEndAsync();
        Assert.Empty(await Calls.ConnectionIdsAsync());
    }

    [Theory]
    [InlineData("/wss", 404)]
    [InlineData("//ws", 404)]
    [InlineData("/ws/ws", 404)]
    [InlineData("/ws%2F", 404)]
    [InlineData("/ws%00", 400)]
    [InlineData("/%zz", 404)]
    [InlineData("ws", 405)]
    [InlineData("/ws?token", 401)]
    [InlineData("/ws?token=%", 401)]
    [InlineData("/ws?token=%FF%FE", 401)]
    [InlineData("/ws?&&==&", 401)]
    [InlineData("/ws#token", 404)]
    public async Task MalformedUrl_IsRefusedByHttpAndOpensNothing(string target, int status)
    {
        var answer = await RawConnection.AskAsync(
            Host.Port, $"GET {target} HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }
}
