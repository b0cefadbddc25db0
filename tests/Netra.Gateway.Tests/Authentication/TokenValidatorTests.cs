using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed partial class TokenValidatorTests
{
    // Made once: the search for primes takes longer than all of these tests.
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ObservedTime _time = new();
    private readonly StrictLog _log = new();

    private long NowSeconds => _time.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task Validate_EachAlgorithm_AcceptedWithItsExp(string algorithm)
    {
        var result = await ValidateAsync(Sign(algorithm, PayloadOf("alice")));

        Assert.Equal(new Access(UserId.Parse("alice"), (NowSeconds + 60) * 1000, null, new TokenStamp(null, null)), result.Access);
        Assert.Null(result.Error);
    }

    [Theory]
    [InlineData("RS256", "PS256")]
    [InlineData("PS256", "RS256")]
    [InlineData("ES256", "RS256")]
    [InlineData("HS256", "ES256")]
    public async Task Validate_AlgorithmThatNoKeyHas_Refused(string algorithm, string configured)
    {
        var options = new AuthenticationOptions { Keys = { KeyOf(configured) } };

        await RefusedAsync(Sign(algorithm, PayloadOf("alice")), "token_invalid", options);
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"alg":"hs256"}""")]
    [InlineData("""{"alg":"HS384"}""")]
    [InlineData("""{"alg":""}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""{"alg":"\ud800"}""")]
    [InlineData("""{"alg":"HS256","alg":"none"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    public async Task Validate_AlgorithmNotOnTheList_Refused(string header)
    {
        await RefusedAsync(TestTokens.SignHs256(PayloadOf("alice"), header: header), "token_invalid");
        var unsigned = TestTokens.Sign(header, PayloadOf("alice"), _ => []);
        await RefusedAsync(unsigned, "token_invalid");
    }

    [Fact]
    public async Task Validate_HmacKeyedWithThePublicKey_Refused()
    {
        var pem = Rsa.ExportSubjectPublicKeyInfoPem();
        byte[][] keys =
        [
            Encoding.UTF8.GetBytes(pem), Encoding.UTF8.GetBytes(pem + "\n"), Rsa.ExportSubjectPublicKeyInfo(), Rsa.ExportRSAPublicKey(),
        ];
        var onlyRsa = new AuthenticationOptions { Keys = { KeyOf("RS256") } };

        foreach (var key in keys)
        {
            var token = TestTokens.SignHs256(PayloadOf("alice"), key);
            await RefusedAsync(token, "token_invalid", onlyRsa);
            await RefusedAsync(token, "token_invalid");
        }
    }

    [Fact]
    public async Task Validate_TamperedPayload_Refused()
    {
        var parts = Sign("HS256", PayloadOf("alice")).Split('.');

        await RefusedAsync($"{parts[0]}.{TestTokens.Encode(Encoding.UTF8.GetBytes(PayloadOf("root")))}.{parts[2]}", "token_invalid");
        await RefusedAsync($"{parts[0]}.{parts[1]}.", "token_invalid");
    }

    [Fact]
    public async Task Validate_SeveralKeysOfOneAlgorithm_AnyOfThemVerifies()
    {
        var options = new AuthenticationOptions
        {
            Keys =
            {
                new TokenKeyOptions { Algorithm = "HS256", KeyId = "old", Secret = "the old secret, which has 32 bytes too" },
                new TokenKeyOptions { Algorithm = "HS256", KeyId = "new", Secret = TestTokens.Secret },
            },
        };

        foreach (var header in new[] { """{"alg":"HS256","kid":"new"}""", """{"alg":"HS256","kid":"unheard"}""", """{"alg":"HS256"}""" })
            Assert.NotNull((await ValidateAsync(TestTokens.SignHs256(PayloadOf("alice"), header: header), options)).Access);
        await RefusedAsync(
            TestTokens.SignHs256(PayloadOf("alice"), "a secret that nobody configured at all", """{"alg":"HS256","kid":"new"}"""),
            "token_invalid",
            options);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30.a.b")]
    [InlineData("e30.e30.!!!")]
    [InlineData("e30=.e30.AAAA")]
    [InlineData("e30.e30.AAA=")]
    [InlineData("e30.e30.AA AA")]
    [InlineData("e30.e30 .AAAA")]
    [InlineData("W10.e30.AAAA")]
    [InlineData("e30.W10.AAAA")]
    [InlineData("bnVsbA.e30.AAAA")]
    [InlineData("žluť.e30.AAAA")]
    public async Task Validate_NoJwt_Malformed(string token) => await RefusedAsync(token, "token_malformed");

    [Fact]
    public async Task Validate_Huge_Malformed() => await RefusedAsync(new string('a', 20_000), "token_malformed");

    [Fact]
    public async Task Validate_CriticalExtension_Refused() => await RefusedAsync(
        TestTokens.SignHs256(PayloadOf("alice"), header: """{"alg":"HS256","crit":["x"],"x":1}"""), "token_invalid");

    [Fact]
    public async Task Validate_Ticket_IsInvalidNotMalformed() => await RefusedAsync("tk_abc", "token_invalid");

    private static string Sub(string sub) => $$"""{"sub":{{sub}},"exp":4102444800}""";

    private string PayloadOf(string user) => $$"""{"sub":"{{user}}","exp":{{NowSeconds + 60}}}""";

    private static AuthenticationOptions AllKeys() => new() { Keys = { KeyOf("HS256"), KeyOf("RS256"), KeyOf("PS256"), KeyOf("ES256") } };

    private static TokenKeyOptions KeyOf(string algorithm) => algorithm switch
    {
        "HS256" => new TokenKeyOptions { Algorithm = algorithm, Secret = TestTokens.Secret },
        "ES256" => new TokenKeyOptions { Algorithm = algorithm, PublicKeyPem = Ecdsa.ExportSubjectPublicKeyInfoPem() },
        _ => new TokenKeyOptions { Algorithm = algorithm, PublicKeyPem = Rsa.ExportSubjectPublicKeyInfoPem() },
    };

    private static string Sign(string algorithm, string payload) => TestTokens.Sign($$"""{"alg":"{{algorithm}}"}""", payload, data => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestTokens.Secret), data),
        "RS256" => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => Ecdsa.SignData(data, HashAlgorithmName.SHA256),
    });

    private async Task<TokenResult> ValidateAsync(string token, AuthenticationOptions? options = null)
    {
        var authentication = Options.Create(options ?? AllKeys());
        using var documents = new IssuerDocuments();
        using var issuers = new TokenIssuers(authentication, documents, _time, _log.For<TokenIssuers>());
        using var meters = new TestMeters();
        var tickets = new TicketDesk(new FakeTicketBooks(_time), authentication, new GatewayInstruments(meters), _time, _log.For<TicketDesk>());
        return await new TokenValidator(authentication, issuers, tickets, _time).ValidateAsync(token);
    }

    private async Task RefusedAsync(string token, string code, AuthenticationOptions? options = null)
    {
        var result = await ValidateAsync(token, options);
        Assert.Null(result.Access);
        Assert.Equal(code, result.Error?.Name);
        if (token.Length > 3) Assert.DoesNotContain(token, result.Detail, StringComparison.Ordinal);
    }
}
