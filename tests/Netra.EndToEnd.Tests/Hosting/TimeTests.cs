namespace Netra.EndToEnd.Tests;

/// <summary>What time does to a connection: heartbeats, acknowledgement by pong, and the expiry of tokens (protocol section 4).</summary>
public sealed class TimeTests(QuickHost quick)
{
    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => quick.Process;

    [Fact]
    public async Task Heartbeat_WithoutAnAnswer_ClosesWith4408()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, await Host.Api.TokenAsync(_user), answersPings: false);
        var established = await socket.ReceiveAsync("connection_established");
        Assert.Equal(QuickHost.Heartbeat, established.Payload.GetProperty("heartbeat").GetRawText());

        var ping = await socket.ReceiveAsync("ping");
        Assert.Equal("{}", ping.PayloadText);
        Assert.True(ping.Timestamp - established.Timestamp >= 900);

        Assert.Equal(4408, (await socket.EndAsync()).Code);
        Assert.InRange(socket.Frames.Count(frame => frame.Type == "ping"), 1, QuickHost.HeartbeatTimeoutMs / QuickHost.HeartbeatIntervalMs);
        Assert.True(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - established.Timestamp >= QuickHost.HeartbeatTimeoutMs - 100);
        await Eventually.IsAsync(0, async () => (await Host.Api.UserAsync(_user)).GetProperty("connections").GetArrayLength());
    }

    [Fact]
    public async Task Heartbeat_WithPongs_KeepsTheConnectionAlive()
    {
        await using var socket = await Host.ConnectAsync(_user);
        var established = await socket.ReceiveAsync("connection_established");

        await socket.ReceiveAsync(frame => frame.Type == "ping" && frame.Timestamp > established.Timestamp + QuickHost.BeyondTimeoutMs);

        // The next ping may come before the answer.
        Assert.All(await socket.PingAsync(), frame => Assert.Equal("ping", frame.Type));
    }

    [Fact]
    public async Task AckAuto_WithALaterPong_AcknowledgesWhatWasSent()
    {
        await Host.Api.PublishManyAsync(_user, 3);

        await using var socket = await Host.ConnectAsync(_user, "ack=auto");

        await Eventually.IsAsync(0, async () => (await Host.Api.UserAsync(_user)).GetProperty("unread").GetInt64());
    }

    [Fact]
    public async Task Token_ThatExpires_IsAnnouncedAndClosesWith4401()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, await Host.Api.TokenAsync(_user, expiresInSeconds: 5));
        var established = await socket.ReceiveAsync("connection_established");
        var expiresAt = established.Payload.GetProperty("token_expires_at").GetInt64();

        var warning = await socket.ReceiveAsync("error");

        Assert.Equal("token_expiring", warning.Code);
        Assert.True(warning.Timestamp < expiresAt - 500, "Announced at once, if less than 30 s are left.");
        Assert.Equal(new SocketEnd(4401, "token_expired"), await socket.EndAsync(Patience.Long));
        Assert.True(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() >= expiresAt);
        Assert.Single(socket.Frames, frame => frame.Code == "token_expiring");
    }

    [Fact]
    public async Task Auth_WithAFreshToken_RenewsTheConnection()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, await Host.Api.TokenAsync(_user, expiresInSeconds: 5));
        var expiresAt = (await socket.ReceiveAsync("connection_established")).Payload.GetProperty("token_expires_at").GetInt64();

        await socket.SendAsync($$$"""{"type":"auth","id":"a-1","payload":{"token":"{{{await Host.Api.TokenAsync(_user)}}}"}}""");
        var renewed = await socket.ReceiveAsync("auth_ok");
        Assert.Equal("a-1", renewed.Id);
        Assert.True(renewed.Payload.GetProperty("expires_at").GetInt64() > expiresAt + 3_000_000);

        await socket.ReceiveAsync(frame => frame.Type == "ping" && frame.Timestamp > expiresAt + 1_500);
        await socket.PingAsync();
    }

    [Fact]
    public async Task Auth_WithATokenThatIsNotAccepted_ChangesNothing()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, await Host.Api.TokenAsync(_user, expiresInSeconds: 40));

        foreach (var token in new[] { "abc", TestToken.For(_user, "a wrong key, but one of 32 bytes and more"), TestToken.Sign($$"""{"sub":"{{_user}}","exp":5}""") })
        {
            await socket.SendAsync($$$"""{"type":"auth","id":"a-1","payload":{"token":"{{{token}}}"}}""");
            var error = await socket.ReceiveAsync("error");
            Assert.Equal(("token_invalid", "a-1"), (error.Code, error.Id));
        }

        await socket.PingAsync();
    }

    [Fact]
    public async Task Auth_WithAnotherUsersToken_ClosesWith4403()
    {
        await using var socket = await Host.ConnectAsync(_user);

        await socket.SendAsync($$"""{"type":"auth","token":"{{TestToken.For("mallory")}}"}""");

        Assert.Equal(4403, (await socket.EndAsync()).Code);
    }
}
