namespace Netra.EndToEnd.Tests;

/// <summary>A connection whose token has ended goes; the user's others stay (protocol section 4).</summary>
public sealed class TokenExpiryTests(QuickHost quick) : BehaviourTests(quick)
{
    [Fact]
    public async Task TokenExpiry_OfOneConnection_TakesThatOneAlone()
    {
        await using var other = await Host.ConnectAsync(User, "client_id=other");
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now + 4}}}"""));
        // A renewal by a token that has ended itself renews nothing.
        var refused = await socket.AskAsync("auth", $$"""{"token":"{{TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now - 60}}}""")}}"}""", "a");
        ErrorFrames.AssertExact(refused, "token_invalid", "a");

        // Whoever is let in behind the end of its token has the clock skew, of 30 s.
        Assert.Equal(new SocketEnd(4401, "token_expired"), await socket.EndAsync(Patience.Long));

        await Calls.AssertConnectionsAsync(1);
        await other.PingAsync();
    }
}
