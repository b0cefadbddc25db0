using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>Which tokens are accepted, and how each other one is refused (protocol sections 1 and 8).</summary>
public sealed class TokenTests(SharedHost shared) : SharedHostTests(shared)
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "one part", "abc" },
        { "two parts", "abc.def" },
        { "four parts", TestToken.For("mallory") + ".x" },
        { "empty parts", ".." },
        { "not base64url", "a%2Bb.c.d" },
        { "padding", TestToken.Encode("{}") + "%3D." + TestToken.Encode("{}") + ".abc" },
        { "header that is no JSON", TestToken.Encode("{") + "." + TestToken.Encode("{}") + ".abc" },
        { "header that is no object", TestToken.Encode("[]") + "." + TestToken.Encode("{}") + ".abc" },
        { "claims that are no JSON", TestToken.Encode("{}") + "." + TestToken.Encode("sub") + ".abc" },
    };

    public static TheoryData<string, string> Invalid => new()
    {
        { "wrong key", TestToken.For("mallory", "another signing key that nobody here knows of") },
        { "key of no bytes", TestToken.For("mallory", "") },
        { "changed claims", Tampered(TestToken.For("mallory")) },
        { "no signature", CutSignature(TestToken.For("mallory")) },
        { "alg none", TestToken.Encode("""{"alg":"none"}""") + "." + Claims("mallory") + "." },
        { "alg None with a signature", TestToken.Sign(Plain("mallory"), header: """{"alg":"None"}""") },
        { "alg HS512 over the right key", TestToken.Sign(Plain("mallory"), header: """{"alg":"HS512","kid":"development"}""") },
        { "alg RS256 over the secret", TestToken.Sign(Plain("mallory"), header: """{"alg":"RS256","kid":"development"}""") },
        { "no alg", TestToken.Sign(Plain("mallory"), header: """{"typ":"JWT"}""") },
        { "no exp", TestToken.Sign("""{"sub":"mallory"}""") },
        { "exp that is text", TestToken.Sign("""{"sub":"mallory","exp":"tomorrow"}""") },
        { "not valid yet", TestToken.Sign($$"""{"sub":"mallory","exp":{{TestToken.Now + 72_000}},"nbf":{{TestToken.Now + 36_000}}}""") },
        { "no sub", TestToken.Sign($$"""{"exp":{{TestToken.Now + 3_600}}}""") },
        { "empty sub", TestToken.For("") },
        { "sub of 129 characters", TestToken.For(new string('m', 129)) },
        { "sub with a control character", TestToken.For("mal\u0007lory") },
        { "unknown ticket", "tk_01abcdef" },
    };

    [Theory]
    [InlineData("")]
    [InlineData("token=")]
    [InlineData("client_id=tab")]
    public async Task Upgrade_WithoutToken_IsTokenMissing(string query) => (await Upgrade.TryAsync(Api, query)).AssertProblem(401, "token_missing");

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Upgrade_WithNoJwt_IsTokenMalformed(string what, string token)
    {
        var detail = (await Upgrade.TryAsync(Api, "token=" + token)).AssertProblem(401, "token_malformed");

        Assert.False(detail.Contains(token, StringComparison.Ordinal), what);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Upgrade_WithATokenThatProvesNothing_IsTokenInvalid(string what, string token)
    {
        var detail = (await Upgrade.TryAsync(Api, "token=" + token)).AssertProblem(401, "token_invalid");

        Assert.False(detail.Contains(token, StringComparison.Ordinal), what);
    }

    [Fact]
    public async Task Upgrade_WithATokenTooLongForAnyone_IsTokenMalformed() =>
        (await Upgrade.TryAsync(Api, "", ("Authorization", "Bearer " + new string('a', 20_000)))).AssertProblem(401, "token_malformed");

    [Fact]
    public async Task Upgrade_AfterExpAndSkew_IsTokenExpired()
    {
        var token = TestToken.Sign($$"""{"sub":"{{User}}","exp":{{TestToken.Now - 31}}}""");

        (await Upgrade.TryAsync(Api, "token=" + token)).AssertProblem(401, "token_expired");
    }

    [Fact]
    public async Task Upgrade_WithinTheSkew_IsAcceptedUntilTheSkewIsOver()
    {
        var exp = TestToken.Now - 5;

        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.Sign($$"""{"sub":"{{User}}","exp":{{exp}}}"""));

        var first = await socket.NextAsync();
        Assert.Equal((exp + 30) * 1_000, first.Payload.GetProperty("token_expires_at").GetInt64());
    }

    [Theory]
    [InlineData(253_402_300_799)]
    [InlineData(99_999_999_999_999)]
    public async Task Upgrade_WithAnExpFarAway_IsAccepted(long exp)
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.Sign($$"""{"sub":"{{User}}","exp":{{exp}}}"""));

        var first = await socket.NextAsync();
        Assert.Equal(User, first.Payload.GetProperty("user_id").GetString());
        Assert.True(first.Payload.GetProperty("token_expires_at").GetInt64() > TestToken.Now * 1_000);
    }

    [Fact]
    public async Task Upgrade_WithADevelopmentToken_SaysItsExpiry()
    {
        var body = JsonSerializer.Serialize(new { user_id = User, expires_in_s = 60 });
        var answer = (await Api.SendAsync(HttpMethod.Post, "/dev/token", body, key: null)).AssertOk();

        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, answer.GetProperty("token").GetString()!);

        var first = await socket.NextAsync();
        Assert.Equal(answer.GetProperty("expires_at").GetInt64(), first.Payload.GetProperty("token_expires_at").GetInt64());
    }

    [Theory]
    [InlineData("query", "header", "subprotocol", "query")]
    [InlineData(null, "header", "subprotocol", "header")]
    [InlineData(null, null, "subprotocol", "subprotocol")]
    [InlineData("query", null, null, "query")]
    [InlineData(null, "header", null, "header")]
    public async Task Upgrade_WithSeveralTokens_TheFirstOfTheOrderCounts(string? query, string? header, string? subprotocol, string counts)
    {
        string TokenOf(string place) => TestToken.For($"{place}-{User}");

        await using var socket = await NetraSocket.OpenAsync(Host.BaseUrl, query is null ? "" : "token=" + TokenOf(query), options =>
        {
            if (header is not null) options.SetRequestHeader("Authorization", "Bearer " + TokenOf(header));
            options.AddSubProtocol("netra.v1");
            if (subprotocol is not null) options.AddSubProtocol("bearer." + TokenOf(subprotocol));
        });

        Assert.Equal($"{counts}-{User}", (await socket.NextAsync()).Payload.GetProperty("user_id").GetString());
        Assert.Equal("netra.v1", socket.Subprotocol);
    }

    [Fact]
    public async Task Upgrade_WithAWrongTokenBeforeARightOne_IsRefused()
    {
        var wrong = TestToken.For(User, "another signing key that nobody here knows of");
        var right = ("Authorization", "Bearer " + TestToken.For(User));

        (await Upgrade.TryAsync(Api, "token=" + wrong, right)).AssertProblem(401, "token_invalid");
        (await Upgrade.TryAsync(Api, "", ("Authorization", "Bearer " + wrong), ("Sec-WebSocket-Protocol", "netra.v1, bearer." + TestToken.For(User))))
            .AssertProblem(401, "token_invalid");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("mqtt")]
    public async Task Upgrade_WithoutAKnownSubprotocol_IsServedWithoutOne(string? offered)
    {
        await using var socket = await NetraSocket.OpenAsync(Host.BaseUrl, "token=" + TestToken.For(User), options =>
        {
            if (offered is not null) options.AddSubProtocol(offered);
        });

        Assert.Equal("connection_established", (await socket.NextAsync()).Type);
        Assert.Null(socket.Subprotocol);
    }

    private static string Plain(string user) => JsonSerializer.Serialize(new { sub = user, exp = TestToken.Now + 3_600 });

    private static string Claims(string user) => TestToken.Encode(Plain(user));

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{Claims("alice")}.{parts[2]}";
    }

    private static string CutSignature(string token) => token[..(token.LastIndexOf('.') + 1)];
}
