namespace Netra.EndToEnd.Tests;

/// <summary>A connection whose token has ended goes; the user's others stay (protocol section 4).</summary>
public sealed class TokenExpiryTests(QuickHost quick) : BehaviourTests(quick)
{
    [Fact]
    public async Task TokenExpiry_OfOneConnection_TakesThatOneAlone()
    {
        await using var other = await Host.ConnectAsync(User, "client_id=other");
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now + 2}}}"""));
        // A renewal by a token that has ended itself renews nothing.
        var refused = await socket.AskAsync("auth", $$"""{"token":"{{TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now - 60}}}""")}}"}""", "a");
        ErrorFrames.AssertExact(refused, "token_invalid", "a");

        Assert.Equal(new SocketEnd(4401, "token_expired"), await socket.EndAsync());

        await Calls.AssertConnectionsAsync(1);
        await other.PingAsync();
    }
}
