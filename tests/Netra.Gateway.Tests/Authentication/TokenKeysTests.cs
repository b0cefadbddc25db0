using System.Security.Cryptography;

namespace Netra.Gateway.Tests;

public sealed class TokenKeysTests
{
    private const string Secret = TestTokens.Secret;

    [Theory]
    [InlineData("HS256", null, "at least 32 bytes")]
    [InlineData("HS256", "0123456789012345678901234567890", "at least 32 bytes")]
    [InlineData("RS256", Secret, "takes a PublicKeyPem")]
    [InlineData("ES256", Secret, "takes a PublicKeyPem")]
    [InlineData("RS256", null, "no RSA public key")]
    [InlineData("PS256", null, "no RSA public key")]
    [InlineData("ES256", null, "no P-256 public key")]
    [InlineData("none", Secret, "Algorithm must be")]
    [InlineData("HS512", Secret, "Algorithm must be")]
    [InlineData("", null, "Algorithm must be")]
    public void FaultOf_Wrong_SaysWhat(string algorithm, string? secret, string fault) =>
        Assert.Contains(fault, TokenKeys.FaultOf(new TokenKeyOptions { Algorithm = algorithm, Secret = secret }), StringComparison.Ordinal);

    [Fact]
    public void FaultOf_SecretCountedInBytes_NotCharacters() =>
        Assert.Null(TokenKeys.FaultOf(new TokenKeyOptions { Algorithm = "HS256", Secret = new string('ž', 16) }));

    [Fact]
    public void FaultOf_KeyOfTheOtherKind_Refused()
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.NotNull(FaultOf("RS256", ecdsa.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(FaultOf("ES256", rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(FaultOf("ES256", p384.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(FaultOf("HS256", rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(FaultOf("RS256", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"));
        Assert.Null(FaultOf("RS256", rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(FaultOf("PS256", rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(FaultOf("ES256", ecdsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void FaultOf_KeyThatVerifiesNothing_RefusedAtStart()
    {
        // Tokens of such keys are refused one by one by the library; the operator is to hear of it once.
        using var small = RSA.Create(1024);
        using var otherCurve = ECDsa.Create(ECCurve.CreateFromValue("1.3.132.0.10"));

        Assert.NotNull(FaultOf("RS256", small.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(FaultOf("PS256", small.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(FaultOf("ES256", otherCurve.ExportSubjectPublicKeyInfoPem()));
    }

    private static string? FaultOf(string algorithm, string pem) =>
        TokenKeys.FaultOf(new TokenKeyOptions { Algorithm = algorithm, PublicKeyPem = pem });
}
