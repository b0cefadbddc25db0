namespace Netra.EndToEnd.Tests;

/// <summary>A host that asks for an audience and allows one origin.</summary>
[Collection(nameof(SmallHost))]
public sealed class AdmissionTests(SmallHost small)
{
    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => small.Process;

    [Theory]
    [InlineData("")]
    [InlineData(""","aud":"somebody-else" """)]
    [InlineData(""","aud":["a","b"]""")]
    [InlineData(""","aud":"" """)]
    public async Task Token_ForAnotherAudience_IsTokenInvalid(string audience)
    {
        var refused = await Upgrade.TryAsync(Host.Api, "token=" + TokenWith(audience));

        refused.AssertProblem(401, "token_invalid");
    }

    [Theory]
    [InlineData(""","aud":"netra-tests" """)]
    [InlineData(""","aud":["a","netra-tests"]""")]
    public async Task Token_ForThisAudience_IsAccepted(string audience)
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TokenWith(audience));

        Assert.Equal(_user, (await socket.NextAsync()).Payload.GetProperty("user_id").GetString());
    }

    [Theory]
    [InlineData("https://evil.example.com")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("null")]
    public async Task Origin_OfAnother_IsRefusedBeforeTheTokenIsLookedAt(string origin)
    {
        (await Upgrade.TryAsync(Host.Api, "", ("Origin", origin))).AssertProblem(403, "origin_not_allowed");

        await using var socket = await NetraSocket.OpenAsync(Host.BaseUrl, "reject=close", options => options.SetRequestHeader("Origin", origin));
        Assert.Equal(new SocketEnd(4403, "origin_not_allowed"), await socket.EndAsync());
    }

    [Fact]
    public async Task Origin_ThatIsAllowed_IsAccepted()
    {
        var token = await Host.Api.TokenAsync(_user);

        await using var socket = await NetraSocket.OpenAsync(
            Host.BaseUrl, "token=" + token, options => options.SetRequestHeader("Origin", SmallHost.Origin));

        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
    }

    private string TokenWith(string audience) => TestToken.Sign($$"""{"sub":"{{_user}}","exp":{{TestToken.Now + 3_600}}{{audience}}}""");
}
