namespace Netra.EndToEnd.Tests;

/// <summary>Every algorithm with every way to be wrong (protocol section 8).</summary>
public sealed class AlgorithmTests(KeyedHost host) : BehaviourTests(host), IClassFixture<KeyedHost>
{
    private readonly SigningKeys _keys = host.Keys;

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task Coverage_OfEachAlgorithm_TheRightTokenGetsInAndEachWrongOneIsRefused(string algorithm)
    {
        using var foreign = new SigningKeys(isKnown: false);
        await using (var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, _keys.Sign(algorithm, Claims())))
            Assert.Equal(User, (await socket.NextAsync()).Payload.GetProperty("user_id").GetString());

        var right = _keys.Sign(algorithm, Claims());
        await AssertRefusedAsync("token_invalid", foreign.Sign(algorithm, Claims()));
        await AssertRefusedAsync("token_invalid", right[..^2] + (right[^2] == 'A' ? "BA" : "AA"));
        await AssertRefusedAsync("token_invalid", right[..(right.LastIndexOf('.') + 1)]);
        await AssertRefusedAsync("token_invalid", _keys.Sign(algorithm, Claims(iss: "https://evil.example.com")));
        await AssertRefusedAsync("token_invalid", _keys.Sign(algorithm, Claims(aud: "somebody-else")));
        await AssertRefusedAsync("token_invalid", _keys.Sign(algorithm, Claims(nbf: 600)));
        await AssertRefusedAsync("token_invalid", _keys.Sign(algorithm, Claims(sub: "")));
        await AssertRefusedAsync("token_invalid", _keys.Sign(algorithm, $$"""{"sub":"{{User}}","iss":"{{KeyedHost.Issuer}}","aud":"{{KeyedHost.Audience}}"}"""));
        await AssertRefusedAsync("token_expired", _keys.Sign(algorithm, Claims(exp: -60)));
        await AssertRefusedAsync("token_malformed", right[..right.LastIndexOf('.')]);
        await Calls.AssertConnectionsAsync(0);
    }

    [Theory]
    [InlineData("RS256", "PS256")]
    [InlineData("PS256", "RS256")]
    [InlineData("RS256", "HS256")]
    [InlineData("HS256", "RS256")]
    [InlineData("HS256", "ES256")]
    [InlineData("HS256", "HS512")]
    [InlineData("HS256", "none")]
    [InlineData("RS256", "RS512")]
    [InlineData("ES256 in DER", "ES256")]
    public async Task Algorithm_ThatTheTokenOnlySays_IsTokenInvalid(string signedBy, string named) =>
        await AssertRefusedAsync("token_invalid", _keys.Sign(signedBy, Claims(), named));

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task PublicKey_AsTheSecretOfAnHmac_IsTokenInvalid(string algorithm)
    {
        var pem = _keys.PemOf(algorithm);
        foreach (var secret in new[] { pem, pem + "\n", pem.Replace("\n", "\r\n", StringComparison.Ordinal), string.Join("", pem.Split('\n')[1..^1]) })
            await AssertRefusedAsync("token_invalid", TestToken.Sign(Claims(), secret, """{"alg":"HS256","typ":"JWT"}"""));
    }

    [Fact]
    public async Task Concurrent_TokensOfAllAlgorithmsGoodAndBad_EachGetsItsOwnAnswer()
    {
        string[] algorithms = ["HS256", "RS256", "PS256", "ES256"];
        using var foreign = new SigningKeys(isKnown: false);

        await Task.WhenAll(Enumerable.Range(0, 80).Select(async i =>
        {
            var user = $"{User}-{i}";
            var algorithm = algorithms[i % algorithms.Length];
            if (i % 3 == 0) await AssertRefusedAsync("token_invalid", foreign.Sign(algorithm, Claims(sub: user)));
            else if (i % 3 == 1) await AssertRefusedAsync("token_expired", _keys.Sign(algorithm, Claims(sub: user, exp: -60)));
            else await AssertAcceptedAsync(user, _keys.Sign(algorithm, Claims(sub: user)));
        }));
    }

    private async Task AssertAcceptedAsync(string user, string token)
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, token);
        Assert.Equal(user, (await socket.NextAsync()).Payload.GetProperty("user_id").GetString());
    }

    private async Task AssertRefusedAsync(string code, string token)
    {
        var refused = await Upgrade.TryAsync(Api, "token=" + token);

        var detail = refused.AssertProblem(401, code);
        Plain.AssertMessage(detail);
        Assert.False(detail.Contains(token, StringComparison.Ordinal));
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
    }

    private string Claims(string? sub = null, string iss = KeyedHost.Issuer, string aud = KeyedHost.Audience, long exp = 3_600, long nbf = 0) =>
        $$"""{"sub":"{{sub ?? User}}","iss":"{{iss}}","aud":"{{aud}}","exp":{{TestToken.Now + exp}},"nbf":{{TestToken.Now + nbf}}}""";
}
