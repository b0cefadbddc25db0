using System.Security.Cryptography;

namespace Netra.Gateway.Tests;

/// <summary>Which keys of an issuer are used, and for what.</summary>
public sealed class IssuerKeyTests : IssuerTests
{
    // Made once: the search for primes takes long.
    private static readonly IssuerKey Rsa = IssuerKey.Rsa("rsa");
    private static readonly IssuerKey Small = IssuerKey.Rsa("small", 1024);
    private static readonly IssuerKey Ec = IssuerKey.Ec("ec");

    [Fact]
    public async Task Validate_Discovery_EveryAlgorithmOfItsKeys()
    {
        Issuer.Publish(Rsa.Jwk(), Ec.Jwk(",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"alg\":\"ES256\""));
        await StartAndFetchAsync();

        await AcceptedAsync(Rsa.Sign(PayloadOf()));
        await AcceptedAsync(Rsa.Sign(PayloadOf(), "PS256"));
        await AcceptedAsync(Ec.Sign(PayloadOf()));
        Assert.Equal(["/.well-known/openid-configuration", "/keys"], Issuer.Calls.All);
    }

    [Fact]
    public async Task Validate_KeySetAlone_NeedsNoDescription()
    {
        (Settings.Authority, Settings.Issuer, Settings.JwksUrl) = (null, "our own tokens", Issuer.KeysUrl);
        Issuer.Publish(Ec.Jwk());
        await StartAndFetchAsync();

        await AcceptedAsync(Ec.Sign(PayloadOf()));
        Assert.Equal(["/keys"], Issuer.Calls.All);
    }

    [Fact]
    public async Task Validate_TokenWithoutKid_TriedWithAllKeysOfItsAlgorithm()
    {
        Issuer.Publish(IssuerKey.Ec("other").Jwk(), Ec.Jwk(), Rsa.Jwk());
        await StartAndFetchAsync();

        await AcceptedAsync(Ec.Sign(PayloadOf(), withKeyId: false));
        await AcceptedAsync(Rsa.Sign(PayloadOf(), withKeyId: false));
    }

    [Fact]
    public async Task Validate_KeyWithoutKid_MayBeAnyTokens()
    {
        Issuer.Publish(Ec.Jwk(withKeyId: false));
        await StartAndFetchAsync();

        await AcceptedAsync(Ec.Sign(PayloadOf(), keyId: "whatever"));
    }

    [Theory]
    [InlineData(",\"use\":\"enc\"")]
    [InlineData(",\"use\":1")]
    [InlineData(",\"key_ops\":[\"encrypt\"]")]
    [InlineData(",\"alg\":\"ES384\"")]
    [InlineData(",\"alg\":\"HS256\"")]
    [InlineData(",\"kty\":\"OKP\"")]
    [InlineData(",\"kty\":\"oct\",\"k\":\"c2VjcmV0\"")]
    [InlineData(",\"crv\":\"secp256k1\"")]
    [InlineData(",\"x\":\"AAAA\"")]
    [InlineData(",\"y\":\"***\"")]
    public async Task Validate_KeyThatIsNotForThis_IgnoredAndTheOthersGoOn(string more)
    {
        Issuer.Publish(Ec.Jwk(more), "null", "{}", "7", Rsa.Jwk());
        await StartAndFetchAsync();

        await RefusedAsync(Ec.Sign(PayloadOf()), "token_invalid");
        await AcceptedAsync(Rsa.Sign(PayloadOf()));
        Assert.Contains(Log.Entries, entry => entry.Contains("1 can be used, 4 can't", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_WeakOrForeignKeys_Ignored()
    {
        var p384 = IssuerKey.Ec("p384", ECCurve.NamedCurves.nistP384);
        Issuer.Publish(Small.Jwk(), p384.Jwk(), Rsa.Jwk(",\"alg\":\"RS256\""));
        await StartAndFetchAsync();

        await RefusedAsync(Small.Sign(PayloadOf()), "token_invalid");
        await RefusedAsync(p384.Sign(PayloadOf()), "token_invalid");
        await RefusedAsync(Rsa.Sign(PayloadOf(), "PS256"), "token_invalid");
        await AcceptedAsync(Rsa.Sign(PayloadOf()));
    }

    [Fact]
    public async Task Validate_HmacWithAPublicKeyOrAPublishedSecret_Refused()
    {
        var secret = Utf8(TestTokens.Secret);
        Issuer.Publish(Rsa.Jwk(), $$"""{"kty":"oct","kid":"s","alg":"HS256","k":"{{TestTokens.Encode(secret)}}"}""");
        await StartAndFetchAsync();

        await RefusedAsync(Rsa.Sign(PayloadOf(), "HS256"), "token_invalid");
        await RefusedAsync(TestTokens.SignHs256(PayloadOf(), header: """{"alg":"HS256","kid":"s"}"""), "token_invalid");
        await RefusedAsync(TestTokens.Sign("""{"alg":"none","kid":"rsa"}""", PayloadOf(), _ => []), "token_invalid");
        Assert.Equal(1, Issuer.Fetches);
    }

    [Fact]
    public async Task Validate_AlgorithmThatIsNotConfigured_Refused()
    {
        Settings.Algorithms.Add("ES256");
        Issuer.Publish(Rsa.Jwk(), Ec.Jwk());
        await StartAndFetchAsync();

        await RefusedAsync(Rsa.Sign(PayloadOf()), "token_invalid");
        await AcceptedAsync(Ec.Sign(PayloadOf()));
    }

    [Fact]
    public async Task Validate_Audience_OneOfTheTokens()
    {
        Settings.Audience = "netra";
        Issuer.Publish(Ec.Jwk());
        await StartAndFetchAsync();

        await AcceptedAsync(Ec.Sign(PayloadOf(more: ",\"aud\":[\"x\",\"netra\"]")));
        await RefusedAsync(Ec.Sign(PayloadOf(more: ",\"aud\":\"other\"")), "token_invalid");
        await RefusedAsync(Ec.Sign(PayloadOf()), "token_invalid");
    }

    [Fact]
    public async Task Validate_ConfiguredKeyBesideAnIssuer_EachVerifiesItsOwnTokensOnly()
    {
        Authentication.Keys.Add(TestTokens.Options().Keys[0]);
        Issuer.Publish(Ec.Jwk());
        await StartAndFetchAsync();

        await AcceptedAsync(TestTokens.Of("alice", Time.GetUtcNow().AddHours(1)));
        await AcceptedAsync(Ec.Sign(PayloadOf()));
        await RefusedAsync(TestTokens.SignHs256(PayloadOf()), "token_invalid");
        await RefusedAsync(Ec.Sign(PayloadOf().Replace("http:", "ftp:", StringComparison.Ordinal)), "token_invalid");
    }

    [Fact]
    public async Task Validate_TamperedExpiredOrWithoutUser_RefusedWithoutAFetch()
    {
        Issuer.Publish(Ec.Jwk());
        await StartAndFetchAsync();
        var parts = Ec.Sign(PayloadOf()).Split('.');

        await RefusedAsync($"{parts[0]}.{TestTokens.Encode(Utf8(PayloadOf("root")))}.{parts[2]}", "token_invalid");
        await RefusedAsync(Ec.Sign($$"""{"iss":"{{Issuer.Url}}","sub":"alice","exp":1}"""), "token_expired");
        await RefusedAsync(Ec.Sign($$"""{"iss":"{{Issuer.Url}}","exp":4102444800}"""), "token_invalid");
        Assert.Equal(1, Issuer.Fetches);
    }
}
