using System.Buffers.Text;
using System.Diagnostics;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>Revoked tokens are refused, and their connections end (protocol sections 1, 4 and 7).</summary>
[Collection(nameof(Alone))]
public sealed class RevocationTests(SharedHost shared) : SharedHostTests(shared)
{
    /// <summary>Sooner than a connection would find it out by itself, which is with the next lease: after ten seconds.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Revoke_User_EveryTabClosesAndOnlyNewerTokensLetIn()
    {
        var tokens = new[] { TokenCalls.NewToken(User), TokenCalls.NewToken(User), TestToken.For(User) };
        await using var one = await NetraSocket.ConnectAsync(Host.BaseUrl, tokens[0]);
        await using var two = await NetraSocket.ConnectAsync(Host.BaseUrl, tokens[1]);
        await using var three = await NetraSocket.ConnectAsync(Host.BaseUrl, tokens[2]);
        var ticket = await Api.TicketAsync(User);
        foreach (var socket in new[] { one, two, three }) await socket.ReceiveAsync("connection_established");
        var watch = Stopwatch.StartNew();

        Assert.Equal(3, await Api.RevokeAsync(User));

        foreach (var socket in new[] { one, two, three }) Assert.Equal(new SocketEnd(4401, "token_revoked"), await socket.EndAsync());
        Assert.True(watch.Elapsed < AtOnce, $"It took {watch.Elapsed}.");
        foreach (var token in tokens.Append(ticket)) (await Upgrade.TryAsync(Api, "token=" + token)).AssertProblem(401, "token_revoked");
        (await Upgrade.TryAsync(Api, $"token={tokens[0]}&last_seq=x")).AssertProblem(401, "token_revoked");
        await using var refused = await NetraSocket.OpenAsync(Host.BaseUrl, $"token={tokens[0]}&reject=close");
        Assert.Equal(new SocketEnd(4401, "token_revoked"), await refused.EndAsync());
        await using var again = await NetraSocket.ConnectAsync(Host.BaseUrl, await TokenCalls.NewerTokenAsync(User));
        Assert.Equal("connection_established", (await again.NextAsync()).Type);
    }

    [Fact]
    public async Task Revoke_OneToken_TheOthersGoOn()
    {
        var (kept, revoked) = (TokenCalls.NewToken(User, "kept"), TokenCalls.NewToken(User, "gone"));
        await using var one = await NetraSocket.ConnectAsync(Host.BaseUrl, kept);
        await using var two = await NetraSocket.ConnectAsync(Host.BaseUrl, revoked);
        foreach (var socket in new[] { one, two }) await socket.ReceiveAsync("connection_established");

        Assert.Equal(1, await Api.RevokeAsync(User, "gone"));

        Assert.Equal(4401, (await two.EndAsync()).Code);
        (await Upgrade.TryAsync(Api, "token=" + revoked)).AssertProblem(401, "token_revoked");
        await one.PingAsync();
        Assert.Equal("token_invalid", (await one.AskAsync("auth", $$"""{"token":"{{revoked}}"}""")).Code);
        Assert.Equal("auth_ok", (await one.AskAsync("auth", $$"""{"token":"{{kept}}"}""")).Type);
    }

    [Fact]
    public async Task Revoke_TokenThatWasRenewed_ClosesByTheTokenThatTheConnectionHasNow()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TokenCalls.NewToken(User, "first"));
        Assert.Equal("auth_ok", (await socket.AskAsync("auth", $$"""{"token":"{{TokenCalls.NewToken(User, "second")}}"}""")).Type);

        Assert.Equal(0, await Api.RevokeAsync(User, "first"));
        await socket.PingAsync();
        Assert.Equal(1, await Api.RevokeAsync(User, "second"));

        Assert.Equal(4401, (await socket.EndAsync()).Code);
    }

    [Fact]
    public async Task Revoke_OneUser_AnotherOneGoesOn()
    {
        var other = "other-" + User;
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TokenCalls.NewToken(other));
        await socket.ReceiveAsync("connection_established");

        Assert.Equal(0, await Api.RevokeAsync(User));

        await socket.PingAsync();
        await using var again = await NetraSocket.ConnectAsync(Host.BaseUrl, TokenCalls.NewToken(other));
        Assert.Equal("connection_established", (await again.NextAsync()).Type);
    }

    [Fact]
    public async Task Revoke_DevelopmentTokenByItsId_ItAloneIsRefused()
    {
        var (one, other) = (await Api.TokenAsync(User), await Api.TokenAsync(User));

        await Api.RevokeAsync(User, IdOf(one));

        (await Upgrade.TryAsync(Api, "token=" + one)).AssertProblem(401, "token_revoked");
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, other);
        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
    }

    [Fact]
    public async Task Revoke_HostKilled_StillRefused()
    {
        await using var host = await HostProcess.StartAsync();
        var (byUser, byId) = (TokenCalls.NewToken("alice"), TokenCalls.NewToken("bob", "gone"));
        await host.Api.RevokeAsync("alice");
        await host.Api.RevokeAsync("bob", "gone");
        var revokedIn = TestToken.Now;

        await host.KillAsync();
        await host.StartAgainAsync();

        (await Upgrade.TryAsync(host.Api, "token=" + byUser)).AssertProblem(401, "token_revoked");
        (await Upgrade.TryAsync(host.Api, "token=" + byId)).AssertProblem(401, "token_revoked");
        // A start takes longer than the second in which older tokens are not told from newer ones, mostly.
        await Eventually.IsAsync(true, () => Task.FromResult(TestToken.Now > revokedIn));
        await using var alice = await NetraSocket.ConnectAsync(host.BaseUrl, TokenCalls.NewToken("alice"));
        await using var bob = await NetraSocket.ConnectAsync(host.BaseUrl, TokenCalls.NewToken("bob"));
        Assert.Equal("connection_established", (await alice.NextAsync()).Type);
        Assert.Equal("connection_established", (await bob.NextAsync()).Type);
    }

    private static string IdOf(string token)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return claims.RootElement.GetProperty("jti").GetString()!;
    }
}
