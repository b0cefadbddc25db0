namespace Netra.EndToEnd.Tests;

/// <summary>Fresh tokens in place (protocol sections 2.2 and 4).</summary>
public sealed class RenewalTests(SharedHost shared) : SharedHostTests(shared)
{
    [Fact]
    public async Task Auth_FreshToken_TheConnectionOutlivesItsFirst()
    {
        var token = TokenCalls.NewToken(User, expiresInS: 5);
        await using var renewed = await NetraSocket.ConnectAsync(Host.BaseUrl, token);
        await using var left = await NetraSocket.ConnectAsync(Host.BaseUrl, token);
        await left.ReceiveAsync(frame => frame.Code == "token_expiring");
        var fresh = TestToken.Now + 3_600;

        var ok = await renewed.AskAsync("auth", $$"""{"token":"{{TokenCalls.NewToken(User)}}"}""");

        Assert.Equal("auth_ok", ok.Type);
        Assert.InRange(ok.Payload.GetProperty("expires_at").GetInt64(), fresh * 1_000, (fresh + 30) * 1_000);
        // The other one shows that the time of the token both had is over.
        Assert.Equal(new SocketEnd(4401, "token_expired"), await left.EndAsync(Patience.Long));
        await renewed.PingAsync();
    }

    [Fact]
    public async Task Auth_RefusedToken_TheConnectionEndsWithItsFirst()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TokenCalls.NewToken(User, expiresInS: 5));

        Assert.Equal("token_invalid", (await socket.AskAsync("auth", $$"""{"token":"{{TestToken.For(User, "a wrong key, but one of 32 bytes and more")}}"}""")).Code);

        Assert.Equal(new SocketEnd(4401, "token_expired"), await socket.EndAsync(Patience.Long));
    }
}
