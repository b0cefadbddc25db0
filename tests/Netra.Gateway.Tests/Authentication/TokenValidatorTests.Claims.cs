using Netra.Abstractions;

namespace Netra.Gateway.Tests;

public sealed partial class TokenValidatorTests
{
    [Theory]
    [InlineData(-1, true)]
    [InlineData(-29, true)]
    [InlineData(-30, false)]
    [InlineData(-3600, false)]
    public async Task Validate_ExpWithinTheSkew_AcceptedUntilTheSkewIsOver(int secondsFromNow, bool accepted)
    {
        var exp = NowSeconds + secondsFromNow;
        var token = TestTokens.SignHs256($$"""{"sub":"alice","exp":{{exp}}}""");

        if (accepted) Assert.Equal((exp + 30) * 1000, (await ValidateAsync(token)).Access!.ExpiresAtMs);
        else await RefusedAsync(token, "token_expired");
    }

    [Fact]
    public async Task Validate_ClockMoves_ExpiresByTheGivenClock()
    {
        var options = AllKeys();
        options.ClockSkew = TimeSpan.Zero;
        var token = TestTokens.SignHs256(PayloadOf("alice"));
        Assert.NotNull((await ValidateAsync(token, options)).Access);

        _time.Advance(TimeSpan.FromSeconds(60));

        await RefusedAsync(token, "token_expired", options);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public async Task Validate_Nbf_WithinTheSkew(int secondsFromNow, bool accepted)
    {
        var token = TestTokens.SignHs256($$"""{"sub":"alice","exp":{{NowSeconds + 60}},"nbf":{{NowSeconds + secondsFromNow}}}""");

        if (accepted) Assert.NotNull((await ValidateAsync(token)).Access);
        else await RefusedAsync(token, "token_invalid");
    }

    [Theory]
    [InlineData("""{"sub":"alice"}""")]
    [InlineData("""{"sub":"alice","exp":null}""")]
    [InlineData("""{"sub":"alice","exp":"soon"}""")]
    [InlineData("""{"sub":"alice","exp":{}}""")]
    [InlineData("""{"sub":"alice","exp":[4102444800]}""")]
    [InlineData("""{"sub":"alice","exp":true}""")]
    public async Task Validate_NoUsableExp_Refused(string payload) => await RefusedAsync(TestTokens.SignHs256(payload), "token_invalid");

    [Theory]
    [InlineData("9007199254740991")]
    [InlineData("1e300")]
    [InlineData("253402300799")]
    public async Task Validate_ExpBeyondTime_AcceptedOrRefusedButNeverThrows(string exp)
    {
        var result = await ValidateAsync(TestTokens.SignHs256($$"""{"sub":"alice","exp":{{exp}}}"""));

        Assert.True(result.Access is { ExpiresAtMs: > 0 } || result.Error is not null);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-9007199254740991")]
    public async Task Validate_ExpLongAgo_Expired(string exp) =>
        await RefusedAsync(TestTokens.SignHs256($$"""{"sub":"alice","exp":{{exp}}}"""), "token_expired");

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"a\\u0000b\"")]
    [InlineData("\"\\ud800\"")]
    public async Task Validate_SubThatIsNoUser_Refused(string sub) => await RefusedAsync(TestTokens.SignHs256(Sub(sub)), "token_invalid");

    [Fact]
    public async Task Validate_SubMissing_Refused() => await RefusedAsync(TestTokens.SignHs256("""{"exp":4102444800}"""), "token_invalid");

    [Fact]
    public async Task Validate_SubAsLongAsAllowed_AcceptedAndNoLonger()
    {
        Assert.NotNull((await ValidateAsync(TestTokens.SignHs256(Sub($"\"{new string('u', 128)}\"")))).Access);
        await RefusedAsync(TestTokens.SignHs256(Sub($"\"{new string('u', 129)}\"")), "token_invalid");
    }

    [Fact]
    public async Task Validate_Issuer_OnlyTheConfiguredOne()
    {
        var options = AllKeys();
        options.Issuer = "https://issuer.example.com";

        Assert.NotNull((await ValidateAsync(TestTokens.SignHs256(With("iss", "\"https://issuer.example.com\"")), options)).Access);
        await RefusedAsync(TestTokens.SignHs256(With("iss", "\"https://other.example.com\"")), "token_invalid", options);
        await RefusedAsync(TestTokens.SignHs256(PayloadOf("alice")), "token_invalid", options);
        Assert.NotNull((await ValidateAsync(TestTokens.SignHs256(With("iss", "\"anybody\"")))).Access);
    }

    [Fact]
    public async Task Validate_Audience_OneOfTheTokens()
    {
        var options = AllKeys();
        options.Audience = "netra";

        Assert.NotNull((await ValidateAsync(TestTokens.SignHs256(With("aud", "\"netra\"")), options)).Access);
        Assert.NotNull((await ValidateAsync(TestTokens.SignHs256(With("aud", "[\"x\",\"netra\"]")), options)).Access);
        await RefusedAsync(TestTokens.SignHs256(With("aud", "\"netra2\"")), "token_invalid", options);
        await RefusedAsync(TestTokens.SignHs256(PayloadOf("alice")), "token_invalid", options);
    }

    [Theory]
    [InlineData("iat", "\"1767225600\"")]
    [InlineData("iat", "true")]
    [InlineData("iat", "null")]
    [InlineData("iat", "{}")]
    [InlineData("iat", "[1767225600]")]
    [InlineData("iat", "-1")]
    [InlineData("iat", "1e300")]
    [InlineData("iat", "-1e400")]
    [InlineData("iat", "1767225631")]
    [InlineData("iat", "9007199254740991")]
    [InlineData("jti", "1")]
    [InlineData("jti", "{\"a\":1}")]
    [InlineData("jti", "[]")]
    [InlineData("jti", "false")]
    [InlineData("jti", "\"\\ud800\"")]
    [InlineData("plan", "3")]
    [InlineData("plan", "[\"free\"]")]
    [InlineData("plan", "{}")]
    [InlineData("plan", "\"\\udc00x\"")]
    public async Task Validate_MalformedClaim_RefusedAndNamed(string claim, string value)
    {
        var token = TestTokens.SignHs256(With(claim, value));

        await RefusedAsync(token, "token_invalid");
        Assert.Contains($"'{claim}'", (await ValidateAsync(token)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iat", "1767225600", 1_767_225_600L, null, null)]
    [InlineData("iat", "1767225630", 1_767_225_630L, null, null)]
    [InlineData("iat", "1767225599.75", 1_767_225_599L, null, null)]
    [InlineData("iat", "1.7672256e9", 1_767_225_600L, null, null)]
    [InlineData("iat", "0", 0L, null, null)]
    [InlineData("jti", "\"a1\"", null, "a1", null)]
    [InlineData("jti", "\"\"", null, null, null)]
    [InlineData("jti", "null", null, null, null)]
    [InlineData("plan", "\"enterprise\"", null, null, "enterprise")]
    [InlineData("plan", "\"\"", null, null, null)]
    [InlineData("plan", "null", null, null, null)]
    [InlineData("jti", "\"first\",\"jti\":\"last\"", null, "last", null)]
    public async Task Validate_Claim_IsInTheAccess(string claim, string value, long? issuedAt, string? tokenId, string? plan)
    {
        var access = (await ValidateAsync(TestTokens.SignHs256(With(claim, value)))).Access;

        Assert.Equal((new TokenStamp(issuedAt, tokenId), plan), (access?.Stamp, access?.Plan));
    }

    [Theory]
    [InlineData("jti", 128)]
    [InlineData("plan", 64)]
    public async Task Validate_ClaimAsLongAsAllowed_AcceptedAndNoLonger(string claim, int longest)
    {
        Assert.NotNull((await ValidateAsync(TestTokens.SignHs256(With(claim, $"\"{new string('x', longest)}\"")))).Access);
        await RefusedAsync(TestTokens.SignHs256(With(claim, $"\"{new string('x', longest + 1)}\"")), "token_invalid");
    }

    private string With(string claim, string value) => $$"""{"sub":"alice","exp":{{NowSeconds + 60}},"{{claim}}":{{value}}}""";
}
