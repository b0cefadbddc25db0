namespace Netra.EndToEnd.Tests;

/// <summary>What clients get while nobody can reach their messages (protocol sections 1 and 6).</summary>
public sealed class UnavailableTests(SilolessGateway gateway) : IClassFixture<SilolessGateway>
{
    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => gateway.Gateway;

    [Fact]
    public async Task Connect_WithoutASilo_IsUnavailableByHttpAndByCloseFrame()
    {
        var refusing = Upgrade.TryAsync(Host.Api, "token=" + SilolessGateway.Token(_user));
        await using var closed = await NetraSocket.ConnectAsync(Host.BaseUrl, SilolessGateway.Token(_user), "reject=close");

        var refused = await refusing;
        Plain.AssertMessage(refused.AssertProblem(503, "unavailable"));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal(new SocketEnd(4503, "unavailable"), await closed.EndAsync());
        Assert.Empty(closed.Frames);
    }

    [Fact]
    public async Task Message_WithoutASilo_IsInternalAndTheConnectionLives()
    {
        var error = await gateway.Socket.AskAsync("note", "{}", "e");

        ErrorFrames.AssertExact(error, "internal", "e", retryAfterMs: 5_000);
        Assert.Equal("pong", (await gateway.Socket.AskAsync("ping", "{}")).Type);
    }

    /// <summary>What a bad token costs: no call of a grain. There is no silo that could answer one.</summary>
    [Theory]
    [InlineData("", "token_missing")]
    [InlineData("abc", "token_malformed")]
    [InlineData("tk_abc", "token_invalid")]
    [InlineData("{forged}", "token_invalid")]
    [InlineData("{expired}", "token_expired")]
    public async Task Speed_OfRefusingABadToken_CostsNoCallOfAGrain(string token, string code)
    {
        token = token.Replace("{forged}", TestToken.For(_user), StringComparison.Ordinal)
            .Replace("{expired}", TestToken.Sign($$"""{"sub":"{{_user}}","exp":{{TestToken.Now - 60}}}""", ProductionHost.Secret), StringComparison.Ordinal);

        (await Upgrade.TryAsync(Host.Api, "token=" + token)).AssertProblem(401, code);
    }
}
