namespace Netra.EndToEnd.Tests;

/// <summary>Upgrades with parameters that are wrong, and refusals as close frames (protocol section 1).</summary>
public sealed class UpgradeParameterTests(SharedHost shared) : SharedHostTests(shared)
{
    [Theory]
    [InlineData("last_seq=abc", "last_seq")]
    [InlineData("last_seq=", "last_seq")]
    [InlineData("last_seq=-1", "last_seq")]
    [InlineData("last_seq=1.5", "last_seq")]
    [InlineData("last_seq=%201", "last_seq")]
    [InlineData("last_seq=9007199254740992", "last_seq")]
    [InlineData("last_seq=99999999999999999999", "last_seq")]
    [InlineData("last_seq=1&last_seq=2", "last_seq")]
    [InlineData("last_seq=1&epoch=a&epoch=b", "epoch")]
    [InlineData("client_id=", "client_id")]
    [InlineData("client_id=a%20b", "client_id")]
    [InlineData("client_id=a%2Fb", "client_id")]
    [InlineData("client_id=0123456789012345678901234567890123456789012345678901234567890123x", "client_id")]
    [InlineData("state_version=x", "state_version")]
    [InlineData("start=middle", "start")]
    [InlineData("start=Head", "start")]
    [InlineData("ack=never", "ack")]
    [InlineData("reject=quietly", "reject")]
    public async Task Upgrade_WithAParameterThatIsWrong_NamesIt(string query, string parameter)
    {
        var refused = await Upgrade.TryAsync(Api, $"token={TestToken.For(User)}&{query}");

        Assert.Contains($"'{parameter}'", refused.AssertProblem(400, "bad_request"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_WithUnknownParameters_IgnoresThem()
    {
        await using var socket = await Host.ConnectAsync(User, "utm_source=x&utm_source=y&debug=");

        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
    }

    [Fact]
    public async Task Upgrade_WithoutTokenAndWithABadParameter_SaysTheTokenFirst() =>
        (await Upgrade.TryAsync(Api, "last_seq=abc")).AssertProblem(401, "token_missing");

    [Theory]
    [InlineData("", 4401, "token_missing")]
    [InlineData("token=abc", 4401, "token_malformed")]
    [InlineData("token=tk_abc", 4401, "token_invalid")]
    [InlineData("token={good}&last_seq=x", 4400, "bad_request")]
    [InlineData("token={good}&client_id=%00", 4400, "bad_request")]
    [InlineData("token={expired}", 4401, "token_expired")]
    public async Task Reject_Close_AcceptsAndClosesWithTheCode(string query, int code, string reason)
    {
        query = query.Replace("{good}", TestToken.For(User), StringComparison.Ordinal)
            .Replace("{expired}", TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now - 31}}}"""), StringComparison.Ordinal);

        await using var socket = await NetraSocket.OpenAsync(Host.BaseUrl, query + "&reject=close", options => options.AddSubProtocol("netra.v1"));

        Assert.Equal(new SocketEnd(code, reason), await socket.EndAsync());
        Assert.Empty(socket.Frames);
        Assert.Equal("netra.v1", socket.Subprotocol);
    }

    [Fact]
    public async Task Reject_CloseOfAClientThatSendsNoFrameBehindItsRequest_StillTellsTheCode()
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.SendAsync("GET /ws?reject=close HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nthis is no frame");

        Assert.StartsWith("HTTP/1.1 101 ", await raw.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(4401, await raw.ReadCloseCodeAsync());
    }

    [Fact]
    public async Task Reject_CloseOnTheSixthConnection_Is4429()
    {
        var sockets = new List<NetraSocket>();
        for (var i = 0; i < 5; i++) sockets.Add(await Host.ConnectAsync(User));

        await using var sixth = await Host.ConnectAsync(User, "reject=close");

        Assert.Equal(new SocketEnd(4429, "connection_limit"), await sixth.EndAsync());
        foreach (var socket in sockets)
        {
            await socket.PingAsync();
            await socket.DisposeAsync();
        }
    }
}
